import { describe, expect, it } from 'vitest';
import type { PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import type { Gap } from '../domain/verdict.ts';
import type { TaskState, TaskStatus } from '../run/run-state.ts';
import { expandTask } from './expand-task.ts';
import { repairTasks } from './repair-tasks.ts';

function planTask(id: string, kind: PlanTask['kind'], dependsOn: string[] = []): PlanTask {
  const rest = { pieces: [], route: null, fields: [], expectedOutputTokens: null };
  return { id, title: id, kind, prompt: `Do ${id}.`, dependsOn, ...rest };
}

/** `read` and `style` work on three pieces, `end` on all results of `style`, `note` on `end`. */
const PLAN = [
  planTask('read', 'map'),
  planTask('style', 'map', ['read']),
  planTask('end', 'single', ['style']),
  planTask('note', 'single', ['end']),
];
const planned = new Map(PLAN.map((task) => [task.id, task]));
const pieces = [0, 1, 2].map((index) => ({ index, content: `text ${index}` }));
const context = { round: 2, pieces, defaultRoute: 'any' };
const FIRST = PLAN.flatMap((task) => [...expandTask(task, { ...context, round: 1, planned })]);

function states(undone: Readonly<Record<string, TaskStatus>>, tasks: readonly Task[] = FIRST) {
  const all = tasks.map((task): [string, TaskState] => [
    task.id,
    { task, status: undone[task.id] ?? 'done', attemptsUsed: 0, attempts: 1 },
  ]);
  return Object.fromEntries(all);
}

const gap = (taskId: string | null, piece: number | null = null): Gap => ({
  taskId,
  piece,
  reason: 'It says nothing.',
});
const byId = (tasks: readonly Task[]) => Object.fromEntries(tasks.map((task) => [task.id, task]));

function repair(missing: readonly Gap[], undone: Readonly<Record<string, TaskStatus>> = {}) {
  return byId(repairTasks(missing, states(undone), planned, context));
}

describe('a repair', () => {
  it('does a failed task again, and what was skipped because of it', () => {
    const tasks = repair([gap('read#1')], { 'read#1': 'failed', 'style#1': 'skipped' });
    expect(Object.keys(tasks)).toEqual(['read#1~2', 'style#1~2']);
    expect(tasks['read#1~2']).toMatchObject({
      replaces: 'read#1',
      piece: 1,
      round: 2,
      prompt: 'Do read.',
      dependsOn: [],
    });
    expect(tasks['style#1~2']?.dependsOn).toEqual(['read#1~2']);
  });

  it('that names only the skipped task does again what it waited for', () => {
    const tasks = repair([gap('style#1')], { 'read#1': 'failed', 'style#1': 'skipped' });
    expect(Object.keys(tasks).toSorted()).toEqual(['read#1~2', 'style#1~2']);
  });

  it('of a task that was done tells the model what was wrong', () => {
    expect(repair([gap('read#0')])['read#0~2']?.prompt).toBe(
      'Do read.\n\nAn earlier answer was found wanting: It says nothing.',
    );
  });

  it('does single tasks over all pieces again only when they were not done, after the pieces', () => {
    const tasks = repair([gap('style#2')], { 'style#2': 'failed', end: 'failed', note: 'skipped' });
    expect(Object.keys(tasks)).toEqual(['style#2~2', 'end~2', 'note~2']);
    expect(tasks['style#2~2']?.dependsOn).toEqual(['read#2']);
    expect(tasks['end~2']?.dependsOn).toEqual(['style#*', 'style#2~2']);
    expect(tasks['note~2']?.dependsOn).toEqual(['end~2']);
  });

  it('waits for no group of which nothing was done', () => {
    const none = { 'style#0': 'failed', 'style#1': 'failed', 'style#2': 'failed', end: 'skipped' } as const;
    const tasks = repair([gap('end')], none);
    expect(tasks['end~2']?.dependsOn).toEqual(['style#0~2', 'style#1~2', 'style#2~2']);
  });

  it('of a piece does what is not done there; everything when all is done', () => {
    expect(Object.keys(repair([gap(null, 2)], { 'style#2': 'failed' }))).toEqual(['style#2~2']);
    expect(Object.keys(repair([gap(null, 2)]))).toEqual(['read#2~2', 'style#2~2']);
  });

  it('makes the tasks of a piece that none has worked on', () => {
    const lost = FIRST.filter(({ piece }) => piece !== 1);
    const tasks = byId(repairTasks([gap(null, 1)], states({}, lost), planned, context));
    expect(Object.keys(tasks)).toEqual(['read#1', 'style#1']);
    expect(tasks['read#1']).not.toHaveProperty('replaces');
  });

  it('of a repaired task takes the place of the first', () => {
    const second = repairTasks([gap('read#1')], states({ 'read#1': 'failed', 'style#1': 'skipped' }), planned, context);
    const tasks = states({ 'read#1': 'failed', 'read#1~2': 'failed', 'style#1~2': 'skipped' }, [...FIRST, ...second]);
    const third = byId(repairTasks([gap('read#1~2'), gap('read#1')], tasks, planned, { ...context, round: 3 }));
    expect(Object.keys(third)).toEqual(['read#1~3', 'style#1~3']);
    expect(third['read#1~3']?.replaces).toBe('read#1');
  });

  it('does each task once, however many gaps name it', () => {
    expect(Object.keys(repair([gap('read#0'), gap('style#0'), gap(null, 0), gap('read', 0)]))).toHaveLength(2);
  });

  it('leaves to the planner what no work task or piece stands for', () => {
    expect(repair([gap(null), gap('merge:1'), gap(null, 99), gap('constructor')])).toEqual({});
  });

  it('of 10,000 pieces stays linear', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ index, content: '' }));
    const wide = { ...context, pieces: many };
    const tasks = PLAN.flatMap((task) => Array.from(expandTask(task, { ...wide, planned })));
    const gaps = many.map(({ index }) => gap(`read#${index}`));
    expect(repairTasks(gaps, states({ end: 'failed', note: 'skipped' }, tasks), planned, wide)).toHaveLength(20_002);
  });
});
