import { doneAt, newestAt, placeOf, type Filled } from './places.ts';
import type { TaskState } from './run-state.ts';

/** A place in the plan: one piece of a map task, or a single task. Tasks of repair rounds take the place of earlier ones. */
export interface WorkPlace {
  /** Id of the task that was there first. */
  readonly id: string;
  readonly planTaskId?: string;
  readonly piece?: number;
  readonly newest: TaskState;
  /** The newest that is done; its output is the one that counts. */
  readonly done?: TaskState;
}

/** Work tasks by the place they fill, in the order the places were first filled. */
export function toWorkPlaces(state: Filled): ReadonlyMap<string, WorkPlace> {
  const places = new Map<string, WorkPlace>();
  for (const { task } of Object.values(state.tasks)) {
    if (task.kind !== 'work' || task.copyOf !== undefined) continue;
    const id = placeOf(task);
    if (!places.has(id)) places.set(id, toPlace(id, state));
  }
  return places;
}

function toPlace(id: string, state: Filled): WorkPlace {
  const newest = newestAt(id, state)!;
  const { planTaskId, piece } = newest.task;
  const done = doneAt(id, state);
  return {
    id,
    newest,
    ...(planTaskId !== undefined && { planTaskId }),
    ...(piece !== undefined && { piece }),
    ...(done !== undefined && { done }),
  };
}
