import { describe, expect, it } from 'vitest';
import type { MergeField, MergePlan, PlanTask } from '../domain/plan.ts';
import { InvalidAnswerError } from '../errors/invalid-answer-error.ts';
import { aRoute } from '../testing/route-offer.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { checkMerge, checkPlan, checkPlanTask, type PlanContext } from './check-plan.ts';

const CONTEXT: PlanContext = {
  planned: new Map(),
  routes: [aRoute('any'), aRoute('strong', { maxOutputTokens: 500 })],
  pieces: 10,
  questions: new Set(['length']),
  functions: new Map(),
  limits: { maxTasks: 2_000, maxDepth: 2_000, maxWidth: 50 },
};
const CONCAT: MergePlan = { strategy: 'concat', instruction: null, fields: [] };

const task = aPlanTask;

function map(id: string, changes: Partial<PlanTask> = {}): PlanTask {
  return task(id, { kind: 'map', ...changes });
}

function toMergeField(changes: Partial<MergeField>): MergeField {
  return { name: 'x', from: 'read.whales', by: 'sum', instruction: null, ...changes };
}

const check =
  (...tasks: PlanTask[]) =>
  () =>
    checkPlan({ tasks, merge: CONCAT }, CONTEXT);

describe('a plan', () => {
  it('that is sound passes, forward references included', () => {
    expect(
      check(task('end', { dependsOn: ['read'] }), map('read', { pieces: [{ from: 0, to: 9 }], route: 'strong' })),
    ).not.toThrow();
  });

  it('with a circle is refused, and the circle shown', () => {
    const circle = check(
      task('free'),
      task('tail', { dependsOn: ['c'] }),
      task('a', { dependsOn: ['b', 'free'] }),
      task('b', { dependsOn: ['c'] }),
      task('c', { dependsOn: ['a'] }),
    );
    expect(circle).toThrow(InvalidAnswerError);
    expect(circle).toThrow('c → a → b → c');
  });

  it('with a task that waits for itself is refused', () => {
    expect(check(task('a', { dependsOn: ['a'] }))).toThrow('a → a');
  });

  it('with a circle of 1,000 tasks is refused without running out of stack', () => {
    const ring = Array.from({ length: 1_000 }, (_, index) =>
      task(`t${index}`, { dependsOn: [`t${(index + 1) % 1_000}`] }),
    );
    expect(check(...ring)).toThrow('none can start');
  });

  it('with more tasks than allowed is refused', () => {
    const tasks = Array.from({ length: 10_000 }, (_, index) => task(`t${index}`));
    expect(check(...tasks)).toThrow('has 10000 tasks; at most 2000 are allowed');
  });

  it('with a longer chain than allowed is refused', () => {
    const chain = ['a', 'b', 'c', 'd'].map((id, index, ids) => task(id, { dependsOn: ids.slice(0, index) }));
    const limits = { ...CONTEXT.limits, maxDepth: 3 };
    expect(() => checkPlan({ tasks: chain, merge: CONCAT }, { ...CONTEXT, limits })).toThrow('has 4; at most 3');
    expect(() => checkPlan({ tasks: chain.slice(1, 3), merge: CONCAT }, { ...CONTEXT, limits })).toThrow('"a"');
  });

  it('with more calls side by side than allowed is refused, map tasks expanded and copies counted', () => {
    const maps = (...pieces: { from: number; to: number }[]) => [
      map('a', { pieces }),
      map('b', { pieces, certainty: { by: 'vote', copies: 4, mix: false } }),
    ];
    expect(check(...maps())).not.toThrow();
    expect(check(...maps(), task('c'))).toThrow('51 calls side by side');
    expect(check(...maps({ from: 5, to: 9 }, { from: 0, to: 6 }), task('c', { dependsOn: ['a'] }))).not.toThrow();
  });

  it('with an id that stands twice is refused', () => {
    expect(check(task('a'), task('a'))).toThrow('another task has this id already');
  });

  it('with a dependency that is no task is refused', () => {
    expect(check(task('a', { dependsOn: ['ghost'] }))).toThrow('depends on "ghost"');
  });

  it('may depend on tasks of earlier rounds, and not take their ids', () => {
    const context = { ...CONTEXT, planned: new Map([['old', task('old')]]) };
    expect(() => checkPlan({ tasks: [task('new', { dependsOn: ['old'] })], merge: CONCAT }, context)).not.toThrow();
    expect(() => checkPlan({ tasks: [task('old')], merge: CONCAT }, context)).toThrow('id already');
  });

  it('of a repair may do an earlier task again, as long as its answers keep their form', () => {
    const planned = new Map([['read', map('read')]]);
    const context = { ...CONTEXT, planned, repeatable: new Set(['read']) };
    const again = (changes: Partial<PlanTask>) => () =>
      checkPlan({ tasks: [map('read', changes)], merge: CONCAT }, context);
    expect(again({ prompt: 'Read better.' })).not.toThrow();
    expect(again({ kind: 'single' })).toThrow('another kind');
  });

  it('with an id that every object has is refused', () => {
    expect(check(task('constructor'))).toThrow('take another');
  });

  it('without tasks is refused', () => {
    expect(check()).toThrow('no tasks');
  });

  it('is told all that is wrong with it at once', () => {
    expect(check(task('a', { route: 'fast' }), task('b', { dependsOn: ['ghost'] }))).toThrow(
      /no route "fast".*\n.*"ghost"/,
    );
  });
});

describe('a task', () => {
  it.each([
    ['an unknown route', task('a', { route: 'fast' }), 'no route "fast"'],
    [
      'answers longer than its route has',
      task('a', { route: 'strong', expectedOutputTokens: 501 }),
      'at most 500 tokens',
    ],
    ['pieces after the last', map('a', { pieces: [{ from: 3, to: 10 }] }), 'no piece 10'],
    ['a range that ends before it begins', map('a', { pieces: [{ from: 3, to: 2 }] }), 'ends before it begins'],
    ['an answer to what was not asked', task('a', { uses: ['length', 'tone'] }), 'uses the answer "tone"'],
    ['pieces and no map', task('a', { pieces: [{ from: 0, to: 1 }] }), 'only map tasks'],
    [
      'a field twice',
      task('a', {
        fields: [
          { name: 'n', type: 'number', description: '' },
          { name: 'n', type: 'string', description: '' },
        ],
      }),
      'field "n" stands more than once',
    ],
  ])('with %s is refused', (_, bad, message) => {
    expect(() => checkPlanTask(bad, CONTEXT)).toThrow(message);
  });

  it('cannot map over an input that is not there', () => {
    expect(() => checkPlanTask(map('a'), { ...CONTEXT, pieces: 0 })).toThrow('needs an input');
  });
});

describe('a merge', () => {
  const read = map('read', {
    fields: [
      { name: 'whales', type: 'number', description: '' },
      { name: 'names', type: 'string[]', description: '' },
    ],
  });
  const planned = new Map([read, task('brief')].map((task) => [task.id, task]));
  const merge =
    (...fields: Partial<MergeField>[]) =>
    () => {
      const full = fields.map(toMergeField);
      checkMerge({ strategy: 'fields', instruction: null, fields: full }, planned);
    };

  it('of fitting fields passes', () => {
    expect(
      merge({ name: 'a' }, { name: 'b', from: 'read.names', by: 'index' }, { name: 'c', from: 'brief', by: 'concat' }),
    ).not.toThrow();
  });

  it.each<[string, Partial<MergeField>, string]>([
    ['an unknown task', { from: 'ghost.whales' }, 'no task "ghost"'],
    ['an unknown field', { from: 'read.sharks' }, 'It has read.whales, read.names'],
    ['a sum of lists', { from: 'read.names' }, '"sum" needs number'],
    ['a union of numbers', { by: 'union' }, 'needs string[] or number[]'],
    ['a text of objects', { from: 'read', by: 'concat' }, 'of type object'],
  ])('of %s is refused', (_, field, message) => {
    expect(merge(field)).toThrow(message);
  });

  it('of two fields with one name, or of none, is refused', () => {
    expect(merge({}, {})).toThrow('more than once');
    expect(merge()).toThrow('at least one field');
  });
});
