import type { PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { newestAt, nextIdAt, placeOf } from '../run/places.ts';
import { openQuestions } from '../run/questions.ts';
import { isTerminal, type RunState, type TaskState } from '../run/run-state.ts';
import type { Hashes } from './graph/create-hashes.ts';
import { inOrder } from './graph/in-order.ts';
import { placesOf, type Place } from './graph/place.ts';
import { toTask, type TaskContext } from './graph/to-task.ts';
import { answerKey, pieceTaskId } from './task-ids.ts';

/** How the tasks of a run have to change. */
export interface Changes {
  /** Those that are to be done, each after what it depends on. */
  readonly add: readonly Task[];
  /** Ids of those that are no longer wanted, each before what it depends on. */
  readonly drop: readonly string[];
}

export interface ReconcileContext extends Pick<TaskContext, 'round' | 'routeOf'> {
  readonly state: RunState;
  readonly hashes: Hashes;
  /** Whether it is done by something that must not be done twice. */
  isOnce(planTask: PlanTask): boolean;
}

/**
 * Compares the tasks of a run with what its plan, input and answers ask for now. A task is done again when what it was made
 * of has changed, and nothing else is. It asks only the state: called again, it finds nothing more to do.
 */
export function reconcile({ state, hashes, round, routeOf, isOnce }: ReconcileContext): Changes {
  const add: Task[] = [];
  const drop: string[] = [];
  const wanted = new Set<string>();
  /** Plan tasks of which something is done again. */
  const renewed = new Set<string>();
  const idOf = new Map<string, string>();
  const context = toContext(state, { round, routeOf, idAt });

  function idAt(place: string): string {
    return idOf.get(place) ?? newestAt(place, state)?.task.id ?? place;
  }

  function visit(place: Place): void {
    wanted.add(place.id);
    const newest = newestAt(place.id, state);
    if (newest !== undefined && !isStale(newest, place)) return;
    // What it has done, it has done.
    if (newest !== undefined && newest.attempts > 0 && isOnce(place.planTask)) return;
    if (newest !== undefined && !isTerminal(newest.status)) drop.push(newest.task.id);
    idOf.set(place.id, nextIdAt(place.id, state));
    renewed.add(place.planTask.id);
    add.push(toTask(place, context));
  }

  function isStale(newest: TaskState, place: Place): boolean {
    if (newest.hash !== undefined) return newest.hash !== hashes.of(place);
    if (isTerminal(newest.status)) return place.planTask.dependsOn.some((id) => isRenewed(id, place));
    return isOtherwise(newest.task, toTask(place, context));
  }

  function isRenewed(dependency: string, { piece }: Place): boolean {
    const isByPiece = piece !== undefined && context.planned.get(dependency)?.kind === 'map';
    return isByPiece ? idOf.has(pieceTaskId(dependency, piece.index)) : renewed.has(dependency);
  }

  for (const planTask of inOrder(state.planTasks)) {
    for (const place of placesOf(planTask, state.pieces)) visit(place);
  }
  return { add, drop: [...dropped(state, wanted), ...drop].toReversed() };
}

function toContext(state: RunState, context: Pick<TaskContext, 'round' | 'routeOf' | 'idAt'>): TaskContext {
  const planned = new Map<string, PlanTask>(state.planTasks.map((task) => [task.id, task]));
  return { ...context, planned, pieces: state.pieces, redos: state.redos, openQuestions: openQuestions(state) };
}

/** Tasks that wait, and are no longer as they would be made now. */
function isOtherwise(task: Task, wanted: Task): boolean {
  return (
    task.prompt !== wanted.prompt ||
    String(task.dependsOn.filter(isResult)) !== String(wanted.dependsOn.filter(isResult)) ||
    JSON.stringify([task.fields, task.call]) !== JSON.stringify([wanted.fields, wanted.call])
  );
}

/** What is open of the questions may have been answered since. */
function isResult(key: string): boolean {
  return !key.startsWith(answerKey(''));
}

/** Open tasks whose places the plan no longer has. */
function dropped({ tasks }: RunState, wanted: ReadonlySet<string>): readonly string[] {
  return Object.values(tasks)
    .filter(({ task, status }) => task.kind === 'work' && task.copyOf === undefined && !isTerminal(status))
    .filter(({ task }) => !wanted.has(placeOf(task)))
    .map(({ task }) => task.id);
}
