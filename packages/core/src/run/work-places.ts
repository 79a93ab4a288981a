import type { RunState, TaskState } from './run-state.ts';

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
export function toWorkPlaces({ tasks }: Pick<RunState, 'tasks'>): ReadonlyMap<string, WorkPlace> {
  const places = new Map<string, WorkPlace>();
  for (const state of Object.values(tasks)) {
    if (state.task.kind !== 'work') continue;
    const id = rootOf(state, tasks);
    places.set(id, withTask(places.get(id), state, id));
  }
  return places;
}

function withTask(place: WorkPlace | undefined, state: TaskState, id: string): WorkPlace {
  const { planTaskId, piece } = state.task;
  const done = state.status === 'done' ? newer(place?.done, state) : place?.done;
  return {
    id,
    newest: newer(place?.newest, state),
    ...(planTaskId !== undefined && { planTaskId }),
    ...(piece !== undefined && { piece }),
    ...(done !== undefined && { done }),
  };
}

function newer(earlier: TaskState | undefined, later: TaskState): TaskState {
  return earlier !== undefined && earlier.task.round > later.task.round ? earlier : later;
}

function rootOf({ task }: TaskState, tasks: RunState['tasks']): string {
  const seen = new Set([task.id]);
  let { id, replaces } = task;
  while (replaces !== undefined && !seen.has(replaces)) {
    id = replaces;
    seen.add(id);
    replaces = tasks[id]?.task.replaces;
  }
  return id;
}
