import { describe, expect, it } from 'vitest';
import type { RunEventBody } from '../domain/event.ts';
import type { PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { NO_USAGE } from '../domain/usage.ts';
import type { Gap } from '../domain/verdict.ts';
import { foldEvent } from '../run/fold-event.ts';
import { createRunState, type RunState, type TaskStatus } from '../run/run-state.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { createHashes } from './graph/create-hashes.ts';
import { toPlace } from './graph/place.ts';
import { reconcile, type Changes } from './reconcile.ts';
import { toRedos } from './repair/to-redos.ts';

/** `read` and `style` work on three pieces, `end` on all results of `style`, `note` on `end`. */
const PLAN = [
  aPlanTask('read', { kind: 'map' }),
  aPlanTask('style', { kind: 'map', dependsOn: ['read'] }),
  aPlanTask('end', { dependsOn: ['style'] }),
  aPlanTask('note', { dependsOn: ['end'] }),
];

const DONE = {
  attempt: 1,
  accountId: 'a',
  target: { provider: 'p', model: 'm' },
  finishReason: 'stop' as const,
  usage: NO_USAGE,
  durationMs: 1,
};
const FAILURE = { code: 'MANYHANDS_UNEXPECTED', message: 'gone', isRetryable: false };

/** A run whose tasks end as they are told, without models. */
function createRun(plan: readonly PlanTask[] = PLAN, pieces = 3) {
  const state: RunState = createRunState('run');
  const hashes = createHashes(state);
  let round = 1;

  function append(body: RunEventBody): void {
    foldEvent(state, { ...body, runId: 'run', seq: state.lastSeq + 1, at: 0 });
  }

  function end(task: Task, status: TaskStatus): void {
    append({ type: 'task:added', task });
    if (status === 'waiting') return;
    if (status === 'skipped') return append({ type: 'task:skipped', taskId: task.id, because: 'read' });
    const planTask = state.planTasks.find(({ id }) => id === task.planTaskId)!;
    const hash = hashes.of(toPlace(planTask, state.pieces[task.piece ?? -1]));
    append({ type: 'task:queued', taskId: task.id, messageId: task.id, attempt: 1, hash });
    if (status === 'failed') append({ type: 'task:failed', taskId: task.id, failure: FAILURE });
    if (status === 'done') append({ type: 'task:done', taskId: task.id, output: task.id, ...DONE });
  }

  const changes = (): Changes => reconcile({ state, hashes, round, isOnce: () => false, routeOf: () => 'any' });

  append({ type: 'run:started', goal: { goal: 'Read.', budget: {} }, criteria: [] });
  append({ type: 'round:started', round, missing: [] });
  for (let index = 0; index < pieces; index += 1) {
    append({ type: 'input:piece', piece: { index, content: `text ${index}` } });
  }
  for (const task of plan) append({ type: 'plan:task', round, task });

  return {
    state,
    append,
    changes,
    ids: () => changes().add.map(({ id }) => id),
    work(undone: Readonly<Record<string, TaskStatus>> = {}) {
      const { add } = changes();
      for (const task of add) end(task, undone[task.id] ?? 'done');
    },
    repair(missing: readonly Gap[]) {
      round += 1;
      append({ type: 'round:started', round, missing: [...missing] });
      append({ type: 'plan:redo', round, places: [...toRedos(missing, state)] });
      return Object.fromEntries(changes().add.map((task) => [task.id, task]));
    },
  };
}

function repairOf(missing: readonly Gap[], undone: Readonly<Record<string, TaskStatus>> = {}) {
  const run = createRun();
  run.work(undone);
  return run.repair(missing);
}

const gap = (taskId: string | null, piece: number | null = null): Gap => ({
  taskId,
  piece,
  reason: 'It says nothing.',
});

describe('the tasks of a plan', () => {
  it('are all to be done at first, each after what it waits for, and none once they are there', () => {
    const run = createRun();
    expect(run.ids()).toEqual(['read#0', 'read#1', 'read#2', 'style#0', 'style#1', 'style#2', 'end', 'note']);
    run.work();
    expect(run.changes()).toEqual({ add: [], drop: [] });
  });

  it('are done again where an answer they used has changed, with what was made of it', () => {
    const run = createRun([
      aPlanTask('tone', { uses: ['tone'] }),
      aPlanTask('after', { dependsOn: ['tone'] }),
      aPlanTask('apart'),
    ]);
    const answer = (text: string) =>
      run.append({
        type: 'clarify:answered',
        answers: [{ id: 'tone', question: '?', answer: text, isAssumed: false }],
      });
    answer('Dry.');
    run.work();
    answer('Dry.');
    expect(run.ids()).toEqual([]);
    answer('Warm.');
    expect(run.ids()).toEqual(['tone~2', 'after~2']);
  });

  it('are done again where the plan was edited, and nothing else is', () => {
    const run = createRun();
    run.work();
    run.append({ type: 'plan:task', round: 1, task: aPlanTask('end', { dependsOn: ['style'], prompt: 'Other.' }) });
    expect(run.ids()).toEqual(['end~2', 'note~2']);
    run.append({ type: 'plan:task', round: 1, task: aPlanTask('end', { dependsOn: ['style'], title: 'Renamed' }) });
    expect(run.ids()).toEqual([]);
  });

  it('are dropped when the plan no longer has them, as long as they have not ended', () => {
    const run = createRun();
    run.work({ end: 'waiting', note: 'waiting' });
    run.append({ type: 'plan:dropped', round: 1, planTaskIds: ['end', 'note'] });
    expect(run.changes()).toEqual({ add: [], drop: ['note', 'end'] });
  });

  it('that wait are made anew when what they wait for is, those behind first', () => {
    const run = createRun();
    run.work({ 'style#1': 'waiting', end: 'waiting', note: 'waiting' });
    run.append({ type: 'plan:redo', round: 1, places: [{ place: 'read#1', reason: null, prompt: 'Better.' }] });
    const { add, drop } = run.changes();
    expect(add.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['read#1~2', []],
      ['style#1~2', ['read#1~2']],
    ]);
    expect(drop).toEqual(['style#1']);
    expect(add[0]?.prompt).toBe('Better.');
  });

  it('of 10,000 pieces are compared in linear time', () => {
    const run = createRun(PLAN, 10_000);
    run.work();
    run.append({ type: 'plan:redo', round: 1, places: [{ place: 'read#7', reason: null, prompt: null }] });
    expect(run.ids()).toEqual(['read#7~2', 'style#7~2', 'end~2', 'note~2']);
  });
});

describe('a content hash', () => {
  const hashOf = (plan: readonly PlanTask[], id: string, pieces: readonly string[] = ['a', 'b']) => {
    const state = createRunState('any');
    state.planTasks = [...plan];
    state.pieces = pieces.map((content, index) => ({ index, content }));
    const planTask = plan.find((task) => task.id === id)!;
    return createHashes(state).of(toPlace(planTask, planTask.kind === 'map' ? state.pieces.at(-1) : undefined));
  };
  const plan = [aPlanTask('read', { kind: 'map' }), aPlanTask('end', { dependsOn: ['read'] })];

  it('is the same in every run, and for a piece that has only moved', () => {
    expect(hashOf(plan, 'read')).toBe(hashOf(plan, 'read', ['new', 'a', 'b']));
    expect(hashOf(plan, 'end')).toBe(hashOf(structuredClone(plan), 'end'));
  });

  it('is another when a piece is, for all that read it', () => {
    expect(hashOf(plan, 'read', ['a', 'c'])).not.toBe(hashOf(plan, 'read'));
    expect(hashOf(plan, 'end', ['c', 'b'])).not.toBe(hashOf(plan, 'end'));
  });
});

describe('a repair', () => {
  it('does a failed task again, and what was skipped because of it', () => {
    const tasks = repairOf([gap('read#1')], { 'read#1': 'failed', 'style#1': 'skipped' });
    expect(Object.keys(tasks)).toEqual(['read#1~2', 'style#1~2', 'end~2', 'note~2']);
    expect(tasks['read#1~2']).toMatchObject({ replaces: 'read#1', piece: 1, round: 2, prompt: 'Do read.' });
    expect(tasks['style#1~2']?.dependsOn).toEqual(['read#1~2']);
  });

  it('that names only the skipped task does again what it waited for', () => {
    const tasks = repairOf([gap('style#1')], { 'read#1': 'failed', 'style#1': 'skipped' });
    expect(Object.keys(tasks)).toContain('read#1~2');
  });

  it('of a task that was done tells the model what was wrong', () => {
    expect(repairOf([gap('read#0')])['read#0~2']?.prompt).toBe(
      'Do read.\n\nAn earlier answer was found wanting: It says nothing.',
    );
  });

  it('does again what read all pieces, after the pieces', () => {
    const tasks = repairOf([gap('style#2')], { 'style#2': 'failed' });
    expect(Object.keys(tasks)).toEqual(['style#2~2', 'end~2', 'note~2']);
    expect(tasks['style#2~2']?.dependsOn).toEqual(['read#2']);
    expect(tasks['end~2']?.dependsOn).toEqual(['style#*']);
    expect(tasks['note~2']?.dependsOn).toEqual(['end~2']);
  });

  it('of a piece does what is not done there; everything when all is done', () => {
    expect(Object.keys(repairOf([gap(null, 2)], { 'style#2': 'failed' }))[0]).toBe('style#2~2');
    expect(Object.keys(repairOf([gap(null, 2)])).slice(0, 2)).toEqual(['read#2~2', 'style#2~2']);
  });

  it('of a repaired task takes the place of the first', () => {
    const run = createRun();
    run.work({ 'read#1': 'failed', 'style#1': 'skipped' });
    run.repair([gap('read#1')]);
    run.work({ 'read#1~2': 'failed', 'style#1~2': 'skipped' });
    const third = run.repair([gap('read#1~2'), gap('read#1')]);
    expect(Object.keys(third).slice(0, 2)).toEqual(['read#1~3', 'style#1~3']);
    expect(third['read#1~3']?.replaces).toBe('read#1');
  });

  it('does each task once, however many gaps name it', () => {
    expect(Object.keys(repairOf([gap('read#0'), gap('style#0'), gap(null, 0), gap('read', 0)]))).toEqual([
      'read#0~2',
      'style#0~2',
      'end~2',
      'note~2',
    ]);
  });

  it('leaves to the planner what no work task or piece stands for', () => {
    const run = createRun();
    run.work();
    expect(toRedos([gap(null), gap('merge:1'), gap(null, 99), gap('constructor')], run.state)).toEqual([]);
  });
});
