import type { Json } from '../domain/json.ts';
import { doneAt } from '../run/places.ts';
import type { RunState } from '../run/run-state.ts';
import { toWorkPlaces, type WorkPlace } from '../run/work-places.ts';

/** What a done task brought. */
export interface MergeResult {
  readonly taskId: string;
  /** Index of the piece it is about; missing where it is of no piece in particular. */
  readonly piece?: number;
  readonly title: string;
  readonly output: Json;
}

/** Results of a plan task by piece, however they came in. What was done again counts once, with its newest result. */
export function resultsOf(state: RunState, planTaskId: string): readonly MergeResult[] {
  return placesOf(state, planTaskId).flatMap(({ id }) => toResult(id, state) ?? []);
}

/** Results of the plan tasks that no other depends on, in the order of the plan. */
export function leafResults(state: RunState): readonly MergeResult[] {
  return leafTasks(state).flatMap((id) => resultsOf(state, id));
}

/** Ids of the plan tasks that no other depends on, in the order of the plan. */
export function leafTasks({ planTasks }: RunState): readonly string[] {
  const used = new Set(planTasks.flatMap(({ dependsOn }) => dependsOn));
  return planTasks.map(({ id }) => id).filter((id) => !used.has(id));
}

/** The places that a plan task fills, by piece. */
export function placesOf(state: RunState, planTaskId: string): readonly WorkPlace[] {
  return [...toWorkPlaces(state).values()].filter((place) => place.planTaskId === planTaskId).toSorted(byPiece);
}

function byPiece(a: WorkPlace, b: WorkPlace): number {
  const difference = (a.piece ?? -1) - (b.piece ?? -1);
  if (difference !== 0) return difference;
  return a.id < b.id ? -1 : 1;
}

/** What counts at a place now. */
export function toResult(place: string, state: RunState): MergeResult | undefined {
  const done = doneAt(place, state);
  if (done?.output === undefined) return undefined;
  const { id, piece, title } = done.task;
  return { taskId: id, title, output: done.output, ...(piece !== undefined && { piece }) };
}
