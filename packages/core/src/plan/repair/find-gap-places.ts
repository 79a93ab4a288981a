import type { Piece } from '../../domain/piece.ts';
import type { PlanTask } from '../../domain/plan.ts';
import type { Gap } from '../../domain/verdict.ts';
import type { TaskState } from '../../run/run-state.ts';
import { pieceTaskId, placeOf } from '../task-ids.ts';
import { isDone, type Place, type Places } from './places.ts';

interface Found {
  readonly tasks: Readonly<Record<string, TaskState>>;
  readonly planned: ReadonlyMap<string, PlanTask>;
  readonly pieces: readonly Piece[];
  readonly places: Places;
}

/** The places that have to be filled anew to close a gap. None when it names nothing that was planned. */
export function findGapPlaces({ taskId, piece: index }: Gap, found: Found): readonly Place[] {
  const { tasks, planned, pieces, places } = found;
  const task = taskId === null ? undefined : tasks[taskId]?.task;
  const place = task === undefined ? undefined : places.get(placeOf(task));
  if (place !== undefined) return [place];
  const piece = index === null ? undefined : pieces[index];
  const planTask = taskId === null ? undefined : planned.get(taskId);
  if (planTask?.kind === 'map')
    return piece === undefined ? undoneOf(places.ofPlanTask(planTask.id)) : [places.at(planTask, piece)];
  return piece === undefined ? [] : placesAt(piece, found);
}

/** What is to be done again at a piece: what failed there; all, when nothing did; every map task, when none worked on it. */
function placesAt(piece: Piece, { planned, places }: Found): readonly Place[] {
  const maps = [...planned.values()].filter(({ kind }) => kind === 'map');
  const worked = maps.flatMap(({ id }) => places.get(pieceTaskId(id, piece.index)) ?? []);
  return worked.length > 0 ? undoneOf(worked) : maps.map((planTask) => places.at(planTask, piece));
}

function undoneOf(places: readonly Place[]): readonly Place[] {
  const undone = places.filter((place) => !isDone(place));
  return undone.length > 0 ? undone : places;
}
