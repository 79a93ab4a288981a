import { NO_USAGE } from '../domain/usage.ts';
import type { ModelCall } from '../ports/model-calls.ts';
import type { TaskState } from '../run/run-state.ts';
import type { KnownEnd } from './replayed-task.ts';

/** What another run has done. */
export interface EarlierResults {
  readonly runId: string;
  /** By the hash of what was asked. */
  readonly done: ReadonlyMap<string, TaskState>;
}

/** The end of a task that was done before, to be logged again; it takes no call. */
export function toTaken({ task, hash }: ModelCall, { runId, done }: EarlierResults): KnownEnd | undefined {
  const earlier = task.kind === 'work' ? done.get(hash?.() ?? '') : undefined;
  if (earlier?.output === undefined || earlier.accountId === undefined || earlier.target === undefined)
    return undefined;
  const { accountId, target, output } = earlier;
  const takenFrom = { runId, taskId: earlier.task.id };
  const none = { attempt: 1, usage: NO_USAGE, costUsd: 0, durationMs: 0, finishReason: 'stop' as const };
  return { type: 'task:done', taskId: task.id, accountId, target, output, ...none, takenFrom };
}
