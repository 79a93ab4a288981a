import type { PlanTask, Redo } from '../../domain/plan.ts';
import type { Gap } from '../../domain/verdict.ts';
import type { RunState } from '../../run/run-state.ts';
import { isSelected } from '../../run/select-pieces.ts';
import { placesOf, toPlace, type Place } from '../graph/place.ts';
import { findGapPlaces, isDone } from './find-gap-places.ts';

/**
 * The places that have to be filled anew to close gaps: those the gaps name, and what these wait for and never got. What was
 * done but found wrong is told why. What was made of their results follows by itself. Gaps that name neither a work task nor
 * a piece are left to the planner.
 */
export function toRedos(missing: readonly Gap[], state: RunState): readonly Redo[] {
  const planned = new Map(state.planTasks.map((task) => [task.id, task]));
  const chosen = new Map<string, { readonly place: Place; readonly reason: string | null }>();
  for (const gap of missing) {
    for (const place of findGapPlaces(gap, state, planned)) {
      chosen.set(place.id, { place, reason: isDone(place, state) ? gap.reason : null });
    }
  }
  // A map that grows while it is read is read to its end.
  for (const { place } of chosen.values()) {
    for (const needed of neededBy(place, state, planned)) {
      if (!chosen.has(needed.id)) chosen.set(needed.id, { place: needed, reason: null });
    }
  }
  return [...chosen].map(([place, { reason }]) => ({ place, reason, prompt: state.redos[place]?.prompt ?? null }));
}

/** What a place waits for and never got. Of all pieces of a map task, some suffice. */
function neededBy(
  { planTask, piece }: Place,
  state: RunState,
  planned: ReadonlyMap<string, PlanTask>,
): readonly Place[] {
  return planTask.dependsOn.flatMap((id) => {
    const before = planned.get(id);
    if (before === undefined) return [];
    if (before.kind === 'map' && piece === undefined) {
      const all = [...placesOf(before, state.pieces)];
      return all.some((place) => isDone(place, state)) ? [] : all;
    }
    if (before.kind === 'map' && piece !== undefined && !isSelected(before, piece.index)) return [];
    const place = toPlace(before, before.kind === 'map' ? piece : undefined);
    return isDone(place, state) ? [] : [place];
  });
}
