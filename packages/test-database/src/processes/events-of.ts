import { NO_USAGE, type RunEvent, type RunEventBody } from '@manyhands/core';

const EVENTS_A_TASK = 4;
const by = { accountId: 'one', target: { provider: 'vendor', model: 'model' } } as const;

/** Event `seq` of a log that goes on for ever, task after task, each of four events. `writer` is who appended it. */
export function eventOf(runId: string, seq: number, writer = ''): RunEvent {
  return { ...bodyOf(seq, writer), runId, seq, at: 1_000 + seq };
}

function bodyOf(seq: number, writer: string): RunEventBody {
  if (seq === 1) return { type: 'run:started', goal: { goal: `Written by ${writer}.`, budget: {} }, criteria: [] };
  const id = `task#${Math.floor((seq - 2) / EVENTS_A_TASK)}`;
  const ids = { taskId: id, attempt: 1 };
  switch ((seq - 2) % EVENTS_A_TASK) {
    case 0:
      return { type: 'task:added', task: { id, kind: 'work', round: 1, title: id, route: 'any', dependsOn: [] } };
    case 1:
      return { type: 'task:queued', ...ids, messageId: writer };
    case 2:
      return { type: 'task:started', ...ids, ...by, waitedMs: 1 };
    default:
      return {
        type: 'task:done',
        ...ids,
        ...by,
        output: { writer, text: 'Call me Ishmael. '.repeat(12) },
        finishReason: 'stop',
        usage: { ...NO_USAGE, inputTokens: 10, outputTokens: 3 },
        costUsd: 0.001,
        durationMs: 1,
      };
  }
}

/** A whole log of three events: what was merged is what the run gave. */
export function shortLog(runId: string, output: string, endedAt = 3): RunEvent[] {
  const goal = { goal: 'Write it.', budget: {} };
  return [
    { type: 'run:started', runId, seq: 1, at: 1, goal, criteria: [] },
    { type: 'merge:done', runId, seq: 2, at: 2, round: 1, output },
    { type: 'run:ended', runId, seq: 3, at: endedAt, status: 'done', output },
  ];
}

/** How many of the first `lastSeq` events end a task. */
export function tasksDone(lastSeq: number): number {
  return Math.max(0, Math.floor((lastSeq - 1) / EVENTS_A_TASK));
}
