import type { Task } from '../domain/task.ts';
import type { RunState, TaskState } from '../run/run-state.ts';

/** The task of a map task that works on one piece. */
export function pieceTaskId(planTaskId: string, piece: number): string {
  return `${planTaskId}#${piece}`;
}

/** All tasks that a map task was expanded to: a task may depend on them as a group. */
export function allPieces(planTaskId: string): string {
  return `${planTaskId}#*`;
}

/** What the id of a task ends in that a later round does again. */
export function repairSuffix(round: number): string {
  return `~${round}`;
}

/** The place in the plan that a task fills: its own id, or that of the task it was made to replace. */
export function placeOf(task: Task): string {
  return task.replaces ?? task.id;
}

/** The newest done task of a place. */
export function findDone(place: string, { tasks, rounds }: Pick<RunState, 'tasks' | 'rounds'>): TaskState | undefined {
  for (let round = rounds.length; round > 0; round -= 1) {
    const redone = tasks[place + repairSuffix(round)];
    if (redone?.status === 'done') return redone;
  }
  const first = tasks[place];
  return first?.status === 'done' ? first : undefined;
}
