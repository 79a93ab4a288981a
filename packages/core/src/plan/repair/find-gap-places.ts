import type { PlanTask } from '../../domain/plan.ts';
import type { Gap } from '../../domain/verdict.ts';
import { newestAt } from '../../run/places.ts';
import type { RunState } from '../../run/run-state.ts';
import { isSelected } from '../../run/select-pieces.ts';
import { placesOf, toPlace, type Place } from '../graph/place.ts';

/** The places that have to be filled anew to close a gap. None when it names nothing that was planned. */
export function findGapPlaces(
  { taskId, piece: index }: Gap,
  state: RunState,
  planned: ReadonlyMap<string, PlanTask>,
): readonly Place[] {
  const task = taskId === null ? undefined : state.tasks[taskId]?.task;
  const piece = index === null ? undefined : state.pieces[index];
  const planTask = planned.get(task?.planTaskId ?? taskId ?? '');
  if (task !== undefined) {
    if (planTask === undefined || task.kind !== 'work') return [];
    return [toPlace(planTask, state.pieces[task.piece ?? -1])];
  }
  if (planTask?.kind === 'single') return [toPlace(planTask)];
  if (planTask !== undefined) {
    return piece === undefined ? undoneOf(placesOf(planTask, state.pieces), state) : [toPlace(planTask, piece)];
  }
  return piece === undefined ? [] : placesAt(piece.index, state, planned);
}

/** What is to be done again at a piece: what is not done there; all, when everything is. */
function placesAt(index: number, state: RunState, planned: ReadonlyMap<string, PlanTask>): readonly Place[] {
  const maps = [...planned.values()].filter((task) => task.kind === 'map' && isSelected(task, index));
  return undoneOf(
    maps.map((planTask) => toPlace(planTask, state.pieces[index])),
    state,
  );
}

function undoneOf(places: Iterable<Place>, state: RunState): readonly Place[] {
  const all = [...places];
  const undone = all.filter((place) => !isDone(place, state));
  return undone.length > 0 ? undone : all;
}

export function isDone({ id }: Place, state: RunState): boolean {
  return newestAt(id, state)?.status === 'done';
}
