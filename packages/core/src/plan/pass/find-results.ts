import type { Json } from '../../domain/json.ts';
import type { PlanTask } from '../../domain/plan.ts';
import { doneAt } from '../../run/places.ts';
import type { RunState } from '../../run/run-state.ts';
import { pieceTaskId } from '../task-ids.ts';

/** What a task that is depended on gave. */
export interface Result {
  readonly taskId: string;
  readonly output: Json;
}

/** Results of the plan tasks it depends on, in their order and in that of the pieces. */
export function findResults(
  planTask: PlanTask | undefined,
  piece: number | undefined,
  state: RunState,
): readonly Result[] {
  return upstreamOf(planTask, piece, state).flatMap((place) => {
    const output = doneAt(place, state)?.output;
    return output === undefined ? [] : [{ taskId: place, output }];
  });
}

/** A piece of a map task reads the same piece of the map tasks it depends on; a single task reads all pieces. */
function upstreamOf(
  planTask: PlanTask | undefined,
  piece: number | undefined,
  { planTasks, pieces }: RunState,
): readonly string[] {
  return (planTask?.dependsOn ?? []).flatMap((dependency) => {
    if (planTasks.find(({ id }) => id === dependency)?.kind !== 'map') return [dependency];
    if (piece !== undefined) return [pieceTaskId(dependency, piece)];
    return pieces.map(({ index }) => pieceTaskId(dependency, index));
  });
}
