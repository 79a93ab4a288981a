import { describe, expect, it } from 'vitest';
import type { Json } from '../domain/json.ts';
import type { MergePlan } from '../domain/plan.ts';
import { createStageContext, type StageContextOptions } from '../testing/stage-context.ts';
import { merge as mergeAll } from './merge.ts';

function contextOf(outputs: readonly Json[], plan: Partial<MergePlan>, options: StageContextOptions = {}) {
  const context = createStageContext({ pieces: outputs.length, ...options });
  context.plan({ id: 'read' });
  context.closePlan(plan);
  for (const [piece, output] of [...outputs.entries()].toReversed()) {
    context.done({ id: `read#${piece}`, planTaskId: 'read', piece }, output);
  }
  return context;
}

async function merge(...asked: Parameters<typeof mergeAll>): Promise<Json> {
  return (await mergeAll(...asked)).output;
}

function mergeField(by: MergePlan['fields'][number]['by'], values: readonly Json[]): Promise<Json> {
  const fields = [{ name: 'made', from: 'read.value', by, instruction: null }];
  const outputs = values.map((value) => ({ value }));
  return merge(contextOf(outputs, { strategy: 'fields', fields }), 1).then(
    (output) => (output as { readonly made: Json }).made,
  );
}

describe('merge', () => {
  it('joins texts in the order of their pieces', async () => {
    expect(await merge(contextOf(['one', ' two\n', '', 'three'], {}), 1)).toBe('one\n\ntwo\n\nthree');
  });

  it('gives outputs as they are', async () => {
    const outputs = [{ a: 1 }, 'two', [3]];
    expect(await merge(contextOf(outputs, { strategy: 'json' }), 1)).toEqual(outputs);
  });

  it('takes the most frequent answer, and of several the earliest', async () => {
    expect(await merge(contextOf(['No', 'Yes', 'yes ', 'no', 'perhaps'], { strategy: 'vote' }), 1)).toBe('No');
    expect(await merge(contextOf(['No', 'Yes', 'yes '], { strategy: 'vote' }), 1)).toBe('Yes');
  });

  it('is nothing when nothing was done, and the app is not asked', async () => {
    const context = contextOf([], { strategy: 'fields' });
    expect(await merge(context, 1, () => expect.fail('called'))).toBeNull();
  });

  it('follows the merge of the newest round that has one', async () => {
    const context = contextOf(['one', 'two'], {});
    context.startRound(2);
    expect(await merge(context, 2)).toBe('one\n\ntwo');
    context.closePlan({ strategy: 'json' });
    expect(await merge(context, 2)).toEqual(['one', 'two']);
  });

  it('counts numbers of a piece that was done again once', async () => {
    const fields = [{ name: 'whales', from: 'read.whales', by: 'sum' as const, instruction: null }];
    const context = contextOf([{ whales: 3 }, { whales: 4 }], { strategy: 'fields', fields });
    context.startRound(2);
    context.done({ id: 'read#1~2', planTaskId: 'read', piece: 1, replaces: 'read#1' }, { whales: 5 });
    expect(await merge(context, 2)).toEqual({ whales: 8 });
  });

  it('passes over results that lack the field, even one that every object inherits', async () => {
    const fields = [{ name: 'all', from: 'read.toString', by: 'list' as const, instruction: null }];
    const context = contextOf([{ a: 1 }, { toString: 'mine' }, 'text'], { strategy: 'fields', fields });
    expect(await merge(context, 1)).toEqual({ all: ['mine'] });
  });

  it('leaves the output to the function of the app', async () => {
    const context = contextOf(['one', 'two'], {});
    const output = await merge(context, 1, (results) => results.map(({ taskId, piece }) => `${taskId} ${piece}`));
    expect(output).toEqual(['read#0 0', 'read#1 1']);
  });

  it('says that the function of the app threw, or gave no JSON', async () => {
    const context = contextOf(['one'], {});
    const failed = { code: 'MANYHANDS_MERGE_FAILED' };
    await expect(merge(context, 1, () => Promise.reject(new Error('mine')))).rejects.toMatchObject(failed);
    await expect(merge(context, 1, () => undefined as unknown as Json)).rejects.toMatchObject(failed);
  });

  it('has a model make one field while code makes the others', async () => {
    const fields = [
      { name: 'story', from: 'read.text', by: 'reduce' as const, instruction: 'Tell it briefly.' },
      { name: 'whales', from: 'read.whales', by: 'sum' as const, instruction: null },
    ];
    const outputs = [
      { text: 'one', whales: 1 },
      { text: 'two', whales: 2 },
    ];
    const context = contextOf(outputs, { strategy: 'fields', fields }, { answer: () => 'the story' });
    expect(await merge(context, 1)).toEqual({ story: 'the story', whales: 3 });
    expect(context.asked.map(({ task }) => task.id)).toEqual([expect.stringMatching(/^merge:story\/0\.0-/)]);
  });
});

describe('fields', () => {
  it.each([
    ['sum', [1, 2.5, null], 3.5],
    ['sum', [], 0],
    ['min', [3, -1, 2], -1],
    ['min', [null], null],
    ['max', [3, -1, 2], 3],
    ['count', [['a', 'b'], [], ['a']], 3],
    ['count', [true, false, true], 2],
    [
      'union',
      [
        ['Ahab', 'Starbuck'],
        ['AHAB', ' Pip '],
      ],
      ['Ahab', 'Starbuck', 'Pip'],
    ],
    ['union', [[1, 2], [2]], [1, 2]],
    ['list', [['a', 'b'], ['a']], ['a', 'b', 'a']],
    ['concat', ['a', 'b'], 'a\n\nb'],
    ['vote', ['a', 'b', 'b'], 'b'],
  ] as const)('%s of %j is %j', async (by, values, made) => {
    const some = values.length === 0 ? [null] : values;
    expect(await mergeField(by, some)).toEqual(made);
  });

  it('says in which pieces each value stands', async () => {
    const made = await mergeField('index', [['Ahab', 'ahab'], [], ['Pip', 'AHAB'], ['__proto__']]);
    expect(Object.entries(made as object)).toEqual([
      ['Ahab', [0, 2]],
      ['Pip', [2]],
      ['__proto__', [3]],
    ]);
  });
});
