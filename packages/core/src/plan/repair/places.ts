import type { Piece } from '../../domain/piece.ts';
import type { PlanTask } from '../../domain/plan.ts';
import type { TaskState } from '../../run/run-state.ts';
import { pieceTaskId, placeOf } from '../task-ids.ts';

/** A place in the plan: a single plan task, or a map task at one piece. */
export interface Place {
  readonly id: string;
  readonly planTask: PlanTask;
  readonly piece?: Piece;
  /** The task that filled it last; none when the piece was never worked on. */
  newest?: TaskState;
}

/** What a place waits for because of one plan task: that task itself, its same piece, or (`group`) all its pieces. */
export interface Link {
  readonly places: readonly Place[];
  /** The map task, when all its pieces are meant: then those that are done suffice. */
  readonly group?: string;
}

/** The places of a run and how they depend on one another. */
export interface Places {
  get(id: string): Place | undefined;
  /** The place of a map task at a piece, made when there is none. */
  at(planTask: PlanTask, piece: Piece): Place;
  ofPlanTask(planTaskId: string): readonly Place[];
  upstreamOf(place: Place): readonly Link[];
  downstreamOf(place: Place): readonly Link[];
}

export function createPlaces(
  tasks: Readonly<Record<string, TaskState>>,
  planned: ReadonlyMap<string, PlanTask>,
  pieces: readonly Piece[],
): Places {
  const byId = new Map<string, Place>();
  const byPlanTask = new Map<string, Place[]>();
  const dependents = invert(planned);

  for (const state of Object.values(tasks)) {
    const { task } = state;
    const planTask = planned.get(task.planTaskId ?? '');
    if (task.kind !== 'work' || planTask === undefined) continue;
    const piece = task.piece === undefined ? undefined : pieces[task.piece];
    ensure(placeOf(task), planTask, piece).newest = state;
  }

  function ensure(id: string, planTask: PlanTask, piece: Piece | undefined): Place {
    const known = byId.get(id);
    if (known !== undefined) return known;
    const place: Place = { id, planTask, ...(piece !== undefined && { piece }) };
    byId.set(id, place);
    byPlanTask.set(planTask.id, byPlanTask.get(planTask.id) ?? []);
    byPlanTask.get(planTask.id)?.push(place);
    return place;
  }

  function ofPlanTask(planTaskId: string): readonly Place[] {
    return byPlanTask.get(planTaskId) ?? [];
  }

  function link(planTaskId: string, piece: Piece | undefined): Link {
    const isMap = planned.get(planTaskId)?.kind === 'map';
    if (isMap && piece === undefined) return { places: ofPlanTask(planTaskId), group: planTaskId };
    const place = byId.get(isMap && piece !== undefined ? pieceTaskId(planTaskId, piece.index) : planTaskId);
    return { places: place === undefined ? [] : [place] };
  }

  return {
    get: (id) => byId.get(id),
    at: (planTask, piece) => ensure(pieceTaskId(planTask.id, piece.index), planTask, piece),
    ofPlanTask,
    upstreamOf: ({ planTask, piece }) => planTask.dependsOn.map((id) => link(id, piece)),
    downstreamOf: ({ planTask, piece }) =>
      (dependents.get(planTask.id) ?? []).map((id) => {
        const { places } = link(id, piece);
        const isOfGroup = planTask.kind === 'map' && planned.get(id)?.kind === 'single';
        return isOfGroup ? { places, group: planTask.id } : { places };
      }),
  };
}

function invert(planned: ReadonlyMap<string, PlanTask>): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const { id, dependsOn } of planned.values()) {
    for (const dependency of dependsOn) dependents.set(dependency, [...(dependents.get(dependency) ?? []), id]);
  }
  return dependents;
}

export function isDone({ newest }: Place): boolean {
  return newest?.status === 'done';
}
