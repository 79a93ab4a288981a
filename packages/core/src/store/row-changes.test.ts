import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent, RunEventBody } from '../domain/event.ts';
import { toTargetName } from '../domain/target.ts';
import type { Task } from '../domain/task.ts';
import { NO_USAGE } from '../domain/usage.ts';
import { foldEvent } from '../run/fold-event.ts';
import { createRunState, type TaskState } from '../run/run-state.ts';
import { toRowChanges, type TaskChange } from './row-changes.ts';

const usage = { inputTokens: 7, outputTokens: 3, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
const by = { accountId: 'one', target: { provider: 'vendor', model: 'model' } };
const failure = { code: 'X', message: 'It failed.', isRetryable: false };
type Step = (taskId: string, attempt: number) => RunEventBody;

const STEPS: readonly Step[] = [
  (taskId, attempt) => ({ type: 'task:queued', taskId, messageId: 'm', attempt }),
  (taskId, attempt) => ({ type: 'task:started', taskId, attempt, ...by, waitedMs: 1 }),
  (taskId, attempt) => ({ type: 'task:retried', taskId, attempt, ...by, failure, isCounted: true }),
  (taskId, attempt) => ({ type: 'task:repaired', taskId, attempt, ...by, reason: 'No.', usage, costUsd: 0.5 }),
  (taskId) => ({ type: 'task:duplicate', taskId, ...by, usage }),
  () => ({ type: 'input:closed', pieces: 1 }),
];
const ENDS: readonly Step[] = [
  (taskId, attempt) => {
    const answer = { output: { of: taskId }, finishReason: 'stop', usage, costUsd: 0.25, durationMs: 1 } as const;
    return { type: 'task:done', taskId, attempt, ...by, ...answer };
  },
  (taskId, attempt) => {
    const answer = { output: null, finishReason: 'stop', usage: NO_USAGE, costUsd: 0, durationMs: 0 } as const;
    return { type: 'task:done', taskId, attempt, ...by, ...answer, cached: { storedAt: 1, savedUsd: 0.5 } };
  },
  (taskId) => ({ type: 'task:failed', taskId, failure }),
  (taskId) => ({ type: 'task:skipped', taskId, because: 'another' }),
  (taskId) => ({ type: 'task:cancelled', taskId, reason: 'Stop.' }),
];

function added(id: string): RunEventBody {
  const task: Task = { id, kind: 'work', round: 1, title: `Title of ${id}`, route: 'any', dependsOn: [] };
  return { type: 'task:added', task };
}

function toEvent(body: RunEventBody, index: number): RunEvent {
  return { ...body, runId: 'run', seq: index + 1, at: index };
}

/** What happens to one task, from its beginning on. */
function aLife(taskId: string) {
  const steps = fc.array(fc.constantFrom(...STEPS), { maxLength: 6 });
  const end = fc.option(fc.constantFrom(...ENDS), { nil: undefined });
  return fc.record({ steps, end }).map(({ steps, end }) => {
    const all = [() => added(taskId), ...steps.concat(end ?? [])];
    return all.map((step, index) => step(taskId, Math.max(1, index)));
  });
}

/** As a table would keep it. */
function write(table: Map<string, TaskChange>, change: TaskChange): void {
  const row = table.get(change.taskId);
  const sum = (field: 'calls' | 'inputTokens' | 'outputTokens' | 'costUsd') => (row?.[field] ?? 0) + change[field];
  table.set(change.taskId, {
    ...row,
    ...change,
    attempts: Math.max(row?.attempts ?? 0, change.attempts ?? 0),
    calls: sum('calls'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    costUsd: sum('costUsd'),
  });
}

function expected({ task, status, accountId, target, startedAt, endedAt, failure, reason }: TaskState) {
  const { id, kind, round, title, route } = task;
  return {
    taskId: id,
    kind,
    round,
    title,
    route,
    status,
    ...(accountId !== undefined && { accountId }),
    ...(target !== undefined && { target: toTargetName(target) }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...((failure ?? reason) !== undefined && { reason: failure?.message ?? reason }),
  };
}

describe('the tables beside a log', () => {
  it('say of each task what the state says that is folded from the log, however it was appended', () => {
    const lives = fc.tuple(aLife('a'), aLife('b'), aLife('c'));
    fc.assert(
      fc.property(lives, fc.array(fc.nat(2)), fc.array(fc.integer({ min: 1, max: 4 })), (lives, turns, sizes) => {
        const queues = lives.map((life) => [...life]);
        const bodies = [...turns, ...Array.from({ length: 30 }, (_, index) => index % 3)].flatMap(
          (turn) => queues[turn]!.shift() ?? [],
        );
        const events = bodies.map(toEvent);

        const state = createRunState('run');
        for (const event of events) foldEvent(state, event);
        const table = new Map<string, TaskChange>();
        for (const [index, rest] of [...sizes, events.length].entries()) {
          const from = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
          for (const change of toRowChanges(events.slice(from, from + rest)).tasks) write(table, change);
        }

        const rows = [...table.values()];
        expect(rows).toMatchObject(Object.values(state.tasks).map(expected));
        expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBe(state.calls);
        expect(rows.reduce((sum, { inputTokens }) => sum + inputTokens, 0)).toBe(state.usage.inputTokens);
        expect(rows.reduce((sum, { outputTokens }) => sum + outputTokens, 0)).toBe(state.usage.outputTokens);
        expect(rows.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(state.cost.usd);
        const results = rows.map(({ resultSeq }) => resultSeq && events[resultSeq - 1]?.type);
        expect(results).toEqual(rows.map(({ status }) => (status === 'done' ? 'task:done' : undefined)));
      }),
    );
  });

  it('name each task once in an append, so that one statement can write them all', () => {
    const bodies = [added('a'), STEPS[0]!('a', 1), added('b'), STEPS[1]!('a', 1), ENDS[0]!('a', 1)];
    expect(toRowChanges(bodies.map(toEvent)).tasks.map(({ taskId, status }) => [taskId, status])).toEqual([
      ['a', 'done'],
      ['b', 'waiting'],
    ]);
  });

  it('say that a run has ended only while nothing came after its end', () => {
    const end: RunEvent = { type: 'run:ended', runId: 'run', seq: 2, at: 9, status: 'partial', output: null };
    const more: RunEvent = { type: 'input:closed', runId: 'run', seq: 3, at: 10, pieces: 1 };
    expect(toRowChanges([end]).ended).toEqual({ status: 'partial', at: 9 });
    expect(toRowChanges([end, more]).ended).toBeUndefined();
  });
});
