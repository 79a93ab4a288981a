import { describe, expect, it } from 'vitest';
import type { Piece } from '../domain/piece.ts';
import type { PlanTask } from '../domain/plan.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { expandTask } from './expand-task.ts';
import type { TaskContext } from './graph/to-task.ts';

const planTask = (id: string, changes: Partial<PlanTask> = {}) =>
  aPlanTask(id, { title: 'Read', kind: 'map', prompt: 'Read it.', ...changes });

function context(count: number, tasks: readonly PlanTask[] = []): TaskContext {
  const pieces = Array.from({ length: count }, (_, index): Piece => ({ index, content: `text ${index}` }));
  return {
    round: 1,
    pieces,
    routeOf: ({ route }) => route ?? 'any',
    planned: new Map(tasks.map((task) => [task.id, task])),
  };
}

const read = planTask('read');
const setting = planTask('setting', { kind: 'single' });

describe('a map task', () => {
  it('becomes one task per piece, 10,000 of them too', () => {
    const tasks = [...expandTask(read, context(10_000))];
    expect(tasks).toHaveLength(10_000);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(10_000);
    expect(tasks[9_999]).toMatchObject({
      id: 'read#9999',
      piece: 9_999,
      planTaskId: 'read',
      route: 'any',
      kind: 'work',
    });
  });

  it('waits piece by piece for map tasks, and for single tasks as they are', () => {
    const style = planTask('style', { dependsOn: ['read', 'setting'] });
    const tasks = [...expandTask(style, context(8, [read, setting, style]))];
    expect(tasks[7]?.dependsOn).toEqual(['read#7', 'setting']);
  });

  it('takes each piece of its ranges once and in order, however the ranges lie', () => {
    const pieces = [
      { from: 5, to: 6 },
      { from: 1, to: 2 },
      { from: 2, to: 3 },
      { from: 1, to: 1 },
    ];
    const tasks = [...expandTask(planTask('read', { pieces }), context(6))];
    expect(tasks.map(({ piece }) => piece)).toEqual([1, 2, 3, 5]);
  });

  it('is lazy: a task is made when it is asked for', () => {
    const { value } = expandTask(read, context(10)).next();
    expect(value).toMatchObject({ id: 'read#0' });
  });

  it('is named by the title of the piece, else by its number', () => {
    const pieces = [
      { index: 0, title: 'Loomings', content: '' },
      { index: 1, content: '' },
    ];
    const tasks = [...expandTask(read, { ...context(0), pieces })];
    expect(tasks.map(({ title }) => title)).toEqual(['Read Loomings', 'Read 2']);
  });

  it('waits only for those pieces that the map task before it works on', () => {
    const some = planTask('read', { pieces: [{ from: 1, to: 1 }] });
    const style = planTask('style', { dependsOn: ['read'] });
    const tasks = [...expandTask(style, context(3, [some, style]))];
    expect(tasks.map(({ dependsOn }) => dependsOn)).toEqual([[], ['read#1'], []]);
  });
});

describe('a single task', () => {
  it('is one task that waits for all pieces of the map tasks before it', () => {
    const end = planTask('end', {
      kind: 'single',
      dependsOn: ['read', 'setting'],
      route: 'strong',
      expectedOutputTokens: 9,
    });
    expect([...expandTask(end, context(5, [read, setting, end]))]).toEqual([
      {
        id: 'end',
        kind: 'work',
        round: 1,
        title: 'Read',
        route: 'strong',
        dependsOn: ['read#*', 'setting'],
        planTaskId: 'end',
        prompt: 'Read it.',
        fields: [],
        expectedOutputTokens: 9,
      },
    ]);
  });
});

describe('a task that uses an answer', () => {
  it('waits for it while the question is open', () => {
    const asks = planTask('ask', { kind: 'single', uses: ['tone', 'length'] });
    const [task] = expandTask(asks, { ...context(0, [asks]), openQuestions: new Set(['length']) });
    expect(task?.dependsOn).toEqual(['answer:length']);
  });
});
