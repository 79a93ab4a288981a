import type { PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import type { Gap } from '../domain/verdict.ts';
import type { TaskState } from '../run/run-state.ts';
import { toTask, type ExpandContext } from './expand-task.ts';
import { addNeighbours } from './repair/add-neighbours.ts';
import { findGapPlaces } from './repair/find-gap-places.ts';
import { createPlaces, isDone, type Link, type Place } from './repair/places.ts';
import { allPieces, repairSuffix } from './task-ids.ts';

export type RepairContext = Pick<ExpandContext, 'round' | 'pieces' | 'defaultRoute'>;

/**
 * Tasks that do again what a verdict found missing, and what depends on it: in round 2 `read#3~2` replaces `read#3`. What
 * was done but found wrong is told why. Gaps that name neither a work task nor a piece are left to the planner.
 */
export function repairTasks(
  missing: readonly Gap[],
  tasks: Readonly<Record<string, TaskState>>,
  planned: ReadonlyMap<string, PlanTask>,
  context: RepairContext,
): readonly Task[] {
  const places = createPlaces(tasks, planned, context.pieces);
  const found = { tasks, planned, pieces: context.pieces, places };
  const reasons = new Map<Place, string>();
  for (const gap of missing) for (const place of findGapPlaces(gap, found)) reasons.set(place, gap.reason);
  const chosen = new Set(reasons.keys());
  addNeighbours(chosen, places);

  const idOf = ({ id, newest }: Place) => (newest === undefined ? id : id + repairSuffix(context.round));

  function redo(place: Place): Task {
    const { id, planTask, piece } = place;
    const newId = idOf(place);
    return {
      ...toTask(planTask, piece, { ...context, planned }),
      id: newId,
      prompt: toPrompt(place, reasons.get(place)),
      dependsOn: places.upstreamOf(place).flatMap(toDependencies),
      ...(newId !== id && { replaces: id }),
    };
  }

  /** Its group counts as met as soon as any piece is done, so that pieces done again are waited for by their own ids. */
  function toDependencies({ places: needed, group }: Link): readonly string[] {
    const redone = needed.filter((place) => chosen.has(place)).map(idOf);
    if (group !== undefined) return needed.some(isDone) ? [allPieces(group), ...redone] : redone;
    return needed.map((place) => (chosen.has(place) ? idOf(place) : (place.newest?.task.id ?? place.id)));
  }

  return [...chosen].map(redo);
}

function toPrompt({ planTask, newest }: Place, reason: string | undefined): string {
  const prompt = newest?.task.prompt ?? planTask.prompt;
  if (newest?.status !== 'done' || reason === undefined) return prompt;
  return `${prompt}\n\nAn earlier answer was found wanting: ${reason}`;
}
