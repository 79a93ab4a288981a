import type { RunEvent, RunEventOf, RunEventType } from '../domain/event.ts';
import type { RunStatus } from '../domain/goal.ts';
import { toTargetName } from '../domain/target.ts';
import type { TaskKind } from '../domain/task.ts';
import type { TaskStatus } from '../run/run-state.ts';

/** What an append changes in the tables that a store keeps beside the log, so that they can be asked with SQL. */
export interface RowChanges {
  /** Its first event is one of these. */
  readonly started?: { readonly goal: string; readonly at: number };
  /** How it stands after them: missing while it has not ended. */
  readonly ended?: { readonly status: RunStatus; readonly at: number };
  /** One for each task that they name, in the order of its first event. */
  readonly tasks: readonly TaskChange[];
}

/** What is missing stays as it is. Times are epoch ms. */
export interface TaskChange extends TaskFacts {
  readonly taskId: string;
  /** Added to what is there. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

interface TaskFacts {
  readonly kind?: TaskKind;
  readonly round?: number;
  readonly title?: string;
  readonly route?: string;
  readonly status?: TaskStatus;
  /** Attempts begun. */
  readonly attempts?: number;
  readonly accountId?: string;
  /** `provider:model`. */
  readonly target?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Sequence number of the event that holds its result. */
  readonly resultSeq?: number;
  /** Why it failed, was skipped or cancelled. */
  readonly reason?: string;
}

type TaskEventType = Extract<RunEventType, `task:${string}`>;
type Folds = { readonly [Type in TaskEventType]: (event: RunEventOf<Type>) => TaskFacts };

/** Folds the events of one append. Each task is named once, so that one statement can write them all. */
export function toRowChanges(events: readonly RunEvent[]): RowChanges {
  const tasks = new Map<string, TaskChange>();
  let started: RowChanges['started'];
  for (const event of events) {
    if (event.seq === 1) started = { goal: event.type === 'run:started' ? event.goal.goal : '', at: event.at };
    if (!isOfTask(event)) continue;
    const taskId = 'task' in event ? event.task.id : event.taskId;
    tasks.set(taskId, { ...addCall(tasks.get(taskId) ?? noCalls(taskId), event), ...factsOf(event) });
  }
  const last = events.at(-1);
  return {
    ...(started && { started }),
    ...(last?.type === 'run:ended' && { ended: { status: last.status, at: last.at } }),
    tasks: [...tasks.values()],
  };
}

const FOLDS: Folds = {
  'task:added': ({ task: { kind, round, title, route } }) => ({ kind, round, title, route, status: 'waiting' }),
  'task:queued': () => ({ status: 'queued' }),
  'task:started': ({ attempt, accountId, target, at }) => ({
    status: 'running',
    attempts: attempt,
    accountId,
    target: toTargetName(target),
    startedAt: at,
  }),
  'task:retried': () => ({ status: 'queued' }),
  'task:repaired': () => ({ status: 'waiting' }),
  'task:done': ({ attempt, accountId, target, at, seq }) => ({
    status: 'done',
    attempts: attempt,
    accountId,
    target: toTargetName(target),
    endedAt: at,
    resultSeq: seq,
  }),
  'task:failed': ({ failure, at }) => ({ status: 'failed', reason: failure.message, endedAt: at }),
  'task:skipped': ({ because, at }) => ({ status: 'skipped', reason: because, endedAt: at }),
  'task:cancelled': ({ reason, at }) => ({ status: 'cancelled', reason, endedAt: at }),
  'task:duplicate': () => ({}),
};

function isOfTask(event: RunEvent): event is RunEventOf<TaskEventType> {
  return event.type in FOLDS;
}

function factsOf(event: RunEventOf<TaskEventType>): TaskFacts {
  return (FOLDS[event.type] as (event: RunEvent) => TaskFacts)(event);
}

function noCalls(taskId: string): TaskChange {
  return { taskId, calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
}

function addCall(change: TaskChange, event: RunEventOf<TaskEventType>): TaskChange {
  if (!('usage' in event) || ('cached' in event && event.cached !== undefined)) return change;
  const { usage, costUsd = 0 } = event;
  return {
    ...change,
    calls: change.calls + 1,
    inputTokens: change.inputTokens + usage.inputTokens,
    outputTokens: change.outputTokens + usage.outputTokens,
    costUsd: change.costUsd + costUsd,
  };
}
