import { describe, expect, it } from 'vitest';
import { memoryStore, type GoalInput, type PlanInput } from '../src/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aMap, aPlan, aTask } from './support/plans.ts';

const PLAN = aPlan([aMap('read'), aTask('brief', { dependsOn: ['read'] }), aTask('title')]);
const EDITED = aPlan([
  aMap('read'),
  aTask('brief', { dependsOn: ['read'], prompt: 'Do brief, shorter.', expectedOutputTokens: 10 }),
  aTask('motto'),
]);
const GOAL: GoalInput = { goal: 'Know it.', input: ['one', 'two'], judge: false, plan: PLAN };

async function done(goal: GoalInput = GOAL) {
  const made = orchestrate({
    store: memoryStore(),
    answer: (call) => textOf(call).split('\n')[0]!,
    price: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
  });
  const run = made.orchestrator.start(goal);
  await run.result;
  return { ...made, run };
}

/** What a run really calls when it takes over the results of another. */
async function calledFor(plan: PlanInput, input: readonly string[]) {
  const { orchestrator, provider, run } = await done();
  const before = provider.calls.length;
  const next = orchestrator.start({ ...GOAL, plan, input, basedOn: run.id });
  const { status, output, calls } = await next.result;
  const called = (await Array.fromAsync(next.events())).flatMap((event) =>
    event.type === 'task:started' ? [event.taskId] : [],
  );
  expect(provider.calls.length - before).toBe(called.length);
  const diff = await orchestrator.diffPlans(run.id, { plan, input });
  await orchestrator.close();
  return { status, output, calls, called, diff };
}

describe('diffPlans', () => {
  it('shows what an edited plan does again, what it leaves, and at what cost: and that is what is run', async () => {
    const { status, output, calls, called, diff } = await calledFor(EDITED, ['one', 'two']);
    expect(diff.kept).toEqual(['read#0', 'read#1']);
    expect(diff.again).toEqual([
      { task: 'brief', why: 'changed' },
      { task: 'motto', why: 'new' },
    ]);
    expect(diff.dropped).toEqual(['title']);
    expect(diff.estimate).toMatchObject({ calls: 2, outputTokens: 1_010 });
    expect(diff.estimate.cost.usd).toBeGreaterThan(0.001);
    expect(called.toSorted()).toEqual(['brief', 'motto']);
    expect({ status, output, calls }).toEqual({
      status: 'done',
      output: ['Do brief, shorter.', 'Do motto.'],
      calls: 2,
    });
  });

  it('shows which pieces of a changed input are read again, wherever the others stand now', async () => {
    const { called, diff } = await calledFor(PLAN, ['zero', 'one', 'two']);
    expect(diff.kept).toEqual(['read#1', 'read#2', 'title']);
    expect(diff.again.map(({ task }) => task)).toEqual(['read#0', 'brief']);
    expect(called.toSorted()).toEqual(['brief', 'read#0']);
  });

  it('finds nothing to do in what is as it was', async () => {
    const { called, diff } = await calledFor(PLAN, ['one', 'two']);
    expect(diff).toMatchObject({ again: [], dropped: [], estimate: { calls: 0, cost: { usd: 0 } } });
    expect(called).toEqual([]);
  });

  it('refuses a run that is not there, and a plan that is none', async () => {
    const { orchestrator, run } = await done();
    await expect(orchestrator.diffPlans('run-x', { plan: PLAN })).rejects.toMatchObject({
      code: 'MANYHANDS_RUN_NOT_FOUND',
    });
    const odd = { tasks: [{ id: '1' }] } as unknown as PlanInput;
    await expect(orchestrator.diffPlans(run.id, { plan: odd })).rejects.toMatchObject({ code: 'MANYHANDS_BAD_PLAN' });
    await orchestrator.close();
  });
});

describe('a run that is based on another', () => {
  it('takes over repaired results, not those that were found wanting', async () => {
    let isRepaired = false;
    const { orchestrator, provider } = orchestrate({
      store: memoryStore(),
      answer: () => (isRepaired ? 'good' : 'bad'),
    });
    const check = ({ output }: { output: unknown }) => {
      isRepaired = true;
      return JSON.stringify(output).includes('good')
        ? true
        : { isMet: false, missing: [{ taskId: 'a', reason: 'Bad.' }] };
    };
    const goal: GoalInput = {
      goal: 'Do.',
      judge: false,
      plan: aPlan([aTask('a')]),
      criteria: [{ text: 'Good.', check }],
    };
    const run = orchestrator.start(goal);
    expect((await run.result).output).toEqual(['good']);
    const next = orchestrator.start({ ...goal, basedOn: run.id });
    expect((await next.result).output).toEqual(['good']);
    expect(provider.calls).toHaveLength(2);
    await orchestrator.close();
  });

  it('starts from nothing when that other is there no more', async () => {
    const { orchestrator } = orchestrate();
    const { status } = await orchestrator.start({ ...GOAL, basedOn: 'run-gone' }).result;
    expect(status).toBe('done');
    await orchestrator.close();
  });
});
