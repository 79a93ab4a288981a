import type { Task } from '../domain/task.ts';
import type { RunState, TaskState } from './run-state.ts';

/** Tasks of a run, and which of them took over a place from which. */
export type Filled = Pick<RunState, 'tasks' | 'redone'>;

/** The place in the plan that a task fills: its own id, or that of the task it was made to replace. */
export function placeOf(task: Task): string {
  return task.replaces ?? task.id;
}

/** The task that filled a place last. */
export function newestAt(place: string, { tasks, redone }: Filled): TaskState | undefined {
  return tasks[redone[place]?.at(-1) ?? place];
}

/** The newest done task of a place: its output is the one that counts. */
export function doneAt(place: string, { tasks, redone }: Filled): TaskState | undefined {
  const later = redone[place]?.findLast((id) => tasks[id]?.status === 'done');
  const found = tasks[later ?? place];
  return found?.status === 'done' ? found : undefined;
}

/** The id of the next task at a place: `read#3`, then `read#3~2`, `read#3~3`. */
export function nextIdAt(place: string, { tasks, redone }: Filled): string {
  return tasks[place] === undefined ? place : `${place}~${(redone[place]?.length ?? 0) + 2}`;
}
