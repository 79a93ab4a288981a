import type { Task } from '../domain/task.ts';
import { elect } from './elect.ts';
import type { RunState, TaskState } from './run-state.ts';

/** Tasks of a run, and which of them took over a place from which, or are further tries at its work. */
export type Filled = Pick<RunState, 'tasks' | 'redone' | 'copies'>;

/** The place in the plan that a task fills: its own id, or that of the task it was made to replace. */
export function placeOf(task: Task): string {
  return task.replaces ?? task.id;
}

/** The task that filled a place last. */
export function newestAt(place: string, state: Filled): TaskState | undefined {
  const newest = state.tasks[state.redone[place]?.at(-1) ?? place];
  return newest && elect(newest, state);
}

/** The newest done task of a place: its output is the one that counts. */
export function doneAt(place: string, state: Filled): TaskState | undefined {
  const { tasks, redone } = state;
  const ids = [place, ...(redone[place] ?? [])];
  for (const id of ids.toReversed()) {
    const found = tasks[id] && elect(tasks[id], state);
    if (found?.status === 'done') return found;
  }
  return undefined;
}

/** The id of the next task at a place: `read#3`, then `read#3~2`, `read#3~3`. */
export function nextIdAt(place: string, { tasks, redone }: Filled): string {
  return tasks[place] === undefined ? place : `${place}~${(redone[place]?.length ?? 0) + 2}`;
}
