import type { RunEvent, RunEventBody } from '../domain/event.ts';

const ENDS = ['task:done', 'task:failed', 'task:skipped', 'task:cancelled'] as const;

/** How a task ended. */
export type TaskEnd = Extract<RunEvent, { type: (typeof ENDS)[number] }>;

/** The same, to be logged. */
export type KnownEnd = Extract<RunEventBody, { type: TaskEnd['type'] }>;

export function isTaskEnd(event: RunEvent): event is TaskEnd {
  return (ENDS as readonly string[]).includes(event.type);
}

/** The recorded end of a task, to be logged again; of one that was not recorded, its failure. */
export function toReplayed(taskId: string, recorded: ReadonlyMap<string, TaskEnd>): KnownEnd {
  const end = recorded.get(taskId);
  if (end !== undefined) {
    const { runId: _runId, seq: _seq, at: _at, ...body } = end;
    return body;
  }
  const message = `The run that is replayed has no task ${taskId}: what led to it is not as it was then.`;
  return { type: 'task:failed', taskId, failure: { code: 'MANYHANDS_NOT_RECORDED', message, isRetryable: false } };
}
