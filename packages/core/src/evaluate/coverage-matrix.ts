import type { RunState } from '../run/run-state.ts';
import { toWorkPlaces } from '../run/work-places.ts';

/** How far a plan task that serves a criterion has come. */
export interface MatrixCell {
  readonly planTaskId: string;
  /** Places it fills: one, or one for each of its pieces. */
  readonly planned: number;
  readonly done: number;
  /** The verdict names a task of it, as one that met the criterion or that it is missing from. */
  readonly isNamed: boolean;
}

/** A criterion, and the plan tasks that work towards it. */
export interface MatrixRow {
  readonly criterionId: string;
  readonly tasks: readonly MatrixCell[];
}

type Judged = readonly { readonly criterionId: string; readonly taskIds: readonly string[] }[];

/** Criteria × plan tasks: those that a task says it serves, and those that the verdict names. */
export function toMatrix(state: RunState, judged: Judged = []): readonly MatrixRow[] {
  const counts = countPlaces(state);
  const namedBy = new Map(judged.map(({ criterionId, taskIds }) => [criterionId, toPlanTaskIds(taskIds, state)]));
  const ids = new Set([...judged.map(({ criterionId }) => criterionId), ...state.criteria.map(({ id }) => id)]);
  return Array.from(ids, (criterionId) => {
    const named = namedBy.get(criterionId) ?? new Set();
    const tasks = state.planTasks
      .filter(({ id, serves }) => serves.includes(criterionId) || named.has(id))
      .map(({ id }) => {
        const { planned, done } = counts.get(id) ?? NO_PLACES;
        return { planTaskId: id, planned, done, isNamed: named.has(id) };
      });
    return { criterionId, tasks };
  });
}

const NO_PLACES = { planned: 0, done: 0 };

function countPlaces(state: RunState): ReadonlyMap<string, { planned: number; done: number }> {
  const counts = new Map<string, { planned: number; done: number }>();
  for (const { planTaskId = '', done } of toWorkPlaces(state).values()) {
    const count = counts.get(planTaskId) ?? { ...NO_PLACES };
    counts.set(planTaskId, count);
    count.planned += 1;
    if (done !== undefined) count.done += 1;
  }
  return counts;
}

function toPlanTaskIds(taskIds: readonly string[], { tasks, planTasks }: RunState): ReadonlySet<string> {
  const planned = new Set(planTasks.map(({ id }) => id));
  return new Set(taskIds.flatMap((id) => tasks[id]?.task.planTaskId ?? (planned.has(id) ? [id] : [])));
}
