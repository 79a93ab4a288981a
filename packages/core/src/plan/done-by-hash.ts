import { doneAt } from '../run/places.ts';
import type { RunState, TaskState } from '../run/run-state.ts';
import { createHashes } from './graph/create-hashes.ts';
import { placesOf } from './graph/place.ts';

/**
 * What a run has done, by the content it was asked for as its plan says it: repaired results stand for those they repaired.
 * Results of what has changed since are left out.
 */
export function doneByHash(state: RunState): ReadonlyMap<string, TaskState> {
  const asDone = createHashes(state);
  const asPlanned = createHashes({ ...state, redos: {} });
  const done = new Map<string, TaskState>();
  for (const planTask of state.planTasks) {
    for (const place of placesOf(planTask, state.pieces)) {
      const task = doneAt(place.id, state);
      if (task !== undefined && task.hash === asDone.of(place)) done.set(asPlanned.of(place), task);
    }
  }
  return done;
}
