import type { Gap } from '../domain/verdict.ts';
import type { RunState } from '../run/run-state.ts';

/** Gaps that name only tasks and pieces there are: one per task and piece, or per reason where they name neither. */
export function toGaps(found: readonly Gap[], state: RunState): Gap[] {
  const gaps = new Map<string, Gap>();
  for (const gap of found.map((gap) => toKnown(gap, state))) {
    const { taskId, piece, reason } = gap;
    const key = JSON.stringify(taskId === null && piece === null ? reason : [taskId, piece]);
    if (!gaps.has(key)) gaps.set(key, gap);
  }
  return [...gaps.values()];
}

/** A task says itself which piece it is about. */
function toKnown({ taskId, piece, reason }: Gap, { tasks, planTasks, pieces }: RunState): Gap {
  const known = piece !== null && piece < pieces.length ? piece : null;
  if (taskId === null) return { taskId, piece: known, reason };
  if (Object.hasOwn(tasks, taskId)) return { taskId, piece: tasks[taskId]?.task.piece ?? null, reason };
  const isPlanned = planTasks.some(({ id }) => id === taskId);
  return { taskId: isPlanned ? taskId : null, piece: known, reason };
}
