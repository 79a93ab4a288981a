// How results become the output: while others are still worked on, with their sources, and with what they disagree about.
import { describe, expect, it } from 'vitest';
import type { MergePlan } from '../src/index.ts';
import type { ScriptedCall } from '../src/testing/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aField, aMap, aPlan, aTask } from './support/plans.ts';

const REDUCE: MergePlan = { strategy: 'reduce', instruction: 'Tell it.', fields: [] };
const isMerge = (call: ScriptedCall) => call.request.system?.startsWith('You combine results') === true;

describe('merging by a model', () => {
  it('begins while work still runs, and asks for nothing twice', async () => {
    const last = Promise.withResolvers<string>();
    const long = 'The whale swims in the sea and tells nobody where it goes. '.repeat(400);
    const { orchestrator, provider } = orchestrate({
      answer: (call) => {
        if (!isMerge(call)) return textOf(call).includes('piece 9') ? last.promise : long;
        // Without the overlap nothing would be merged before the last piece is there, and the run would hang here.
        last.resolve('The end.');
        return 'A part of the tale.';
      },
    });
    const input = Array.from({ length: 10 }, (_, index) => `piece ${index}`);
    const run = orchestrator.start({ goal: 'Tell.', input, judge: false, plan: aPlan([aMap('read')], REDUCE) });
    const result = await run.result;
    expect(result).toMatchObject({ status: 'done', output: 'A part of the tale.' });
    const prompts = provider.calls.filter(isMerge).map(textOf);
    expect(new Set(prompts).size).toBe(prompts.length);
    expect(prompts.length).toBeGreaterThan(3);
    await orchestrator.close();
  });

  it('combines in a later round only what has changed', async () => {
    const long = 'The whale swims. '.repeat(1_500);
    const { orchestrator, provider } = orchestrate({
      answer: (call) => {
        if (isMerge(call))
          return `A tale of ${textOf(call)
            .match(/piece \d/g)
            ?.join()}.`;
        return `${/piece \d/.exec(textOf(call))?.[0]}: ${textOf(call).includes('found wanting') ? 'mended. ' : ''}${long}`;
      },
    });
    let rounds = 0;
    const result = await orchestrator.start({
      goal: 'Tell.',
      input: Array.from({ length: 8 }, (_, index) => `piece ${index}`),
      plan: aPlan([aMap('read')], REDUCE),
      criteria: [
        {
          text: 'All is well.',
          check: () => ((rounds += 1) === 1 ? { isMet: false, missing: [{ piece: 7, reason: 'It is wrong.' }] } : true),
        },
      ],
    }).result;
    expect(result).toMatchObject({ status: 'done', rounds: 2 });
    const leaves = provider.calls.filter((call) => isMerge(call) && textOf(call).includes('piece 0: The whale'));
    expect(leaves).toHaveLength(1);
    await orchestrator.close();
  });

  it('says where statements come from when asked to, and always what is disputed', async () => {
    const told = 'Ahab has one leg [[read#0]] {{conflict: one [[read#0]]; two [[read#1]]}}. He sails [[read#1]].';
    const { orchestrator, provider } = orchestrate({ answer: (call) => (isMerge(call) ? told : 'He sails.') });
    const result = await orchestrator.start({
      goal: 'Tell.',
      input: ['one', 'two'],
      judge: false,
      citations: true,
      plan: aPlan([aMap('read')], REDUCE),
    }).result;
    expect(result.output).toBe('Ahab has one leg. He sails.');
    expect(result.citations).toEqual([
      { field: 'output', statement: 'Ahab has one leg.', taskId: 'read#0', piece: 0 },
      { field: 'output', statement: 'He sails.', taskId: 'read#1', piece: 1 },
    ]);
    expect(result.conflicts).toEqual([
      { field: 'output', reason: 'one read#0; two read#1', taskIds: ['read#0', 'read#1'] },
    ]);
    expect(textOf(provider.calls.find(isMerge)!)).toContain('Behind every statement');
    await orchestrator.close();
  });
});

describe('merging by vote', () => {
  it('names what the results disagree about', async () => {
    let next = 0;
    const { orchestrator } = orchestrate({ answer: () => JSON.stringify({ legs: ['1', '2', '1'][next++] }) });
    const result = await orchestrator.start({
      goal: 'How many legs?',
      judge: false,
      plan: aPlan(
        ['a', 'b', 'c'].map((id) => aTask(id, { fields: [aField('legs', 'string')] })),
        { strategy: 'vote', instruction: null, fields: [] },
      ),
    }).result;
    expect(result.output).toEqual({ legs: '1' });
    expect(result.conflicts).toMatchObject([{ field: 'output' }]);
    expect(result.conflicts[0]?.taskIds.toSorted()).toEqual(['a', 'b', 'c']);
    await orchestrator.close();
  });
});
