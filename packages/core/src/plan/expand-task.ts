import type { Piece } from '../domain/piece.ts';
import type { PieceRange, PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { allPieces, pieceTaskId, repairSuffix } from './task-ids.ts';

export interface ExpandContext {
  readonly round: number;
  readonly pieces: readonly Piece[];
  /** Of tasks that name no route. */
  readonly defaultRoute: string;
  /** All plan tasks by id, those it depends on included. */
  readonly planned: ReadonlyMap<string, PlanTask>;
  /** For a plan task that is done again: its tasks get `id` + suffix and replace those of the plain id. */
  readonly suffix?: string;
  /** Whether the run has a task of this id. In repair rounds: what was done again is waited for in its newest form. */
  readonly hasTask?: (taskId: string) => boolean;
}

/** The tasks that a plan task stands for: one, or one per piece. */
export function* expandTask(planTask: PlanTask, context: ExpandContext): Generator<Task, void, undefined> {
  if (planTask.kind === 'single') {
    yield toTask(planTask, undefined, context);
    return;
  }
  for (const index of selectPieces(planTask.pieces, context.pieces.length)) {
    yield toTask(planTask, context.pieces[index], context);
  }
}

/** Indexes of the pieces that ranges name, each once and in order. No range: all. */
function* selectPieces(ranges: readonly PieceRange[], count: number): Generator<number, void, undefined> {
  const sorted = ranges.length === 0 ? [{ from: 0, to: count - 1 }] : ranges.toSorted((a, b) => a.from - b.from);
  let next = 0;
  for (const { from, to } of sorted) {
    for (next = Math.max(next, from); next <= Math.min(to, count - 1); next += 1) yield next;
  }
}

/** The task of a plan task for one piece, or for none when it is a single one. */
export function toTask(planTask: PlanTask, piece: Piece | undefined, context: ExpandContext): Task {
  const { id, title, prompt, fields, route, expectedOutputTokens } = planTask;
  const { round, defaultRoute, suffix } = context;
  const plainId = piece === undefined ? id : pieceTaskId(id, piece.index);
  return {
    id: plainId + (suffix ?? ''),
    kind: 'work',
    round,
    title: piece === undefined ? title : `${title} ${piece.title ?? piece.index + 1}`,
    route: route ?? defaultRoute,
    dependsOn: planTask.dependsOn.flatMap((dependency) => toTaskIds(dependency, piece, context)),
    planTaskId: id,
    prompt,
    fields,
    ...(piece !== undefined && { piece: piece.index }),
    ...(expectedOutputTokens !== null && { expectedOutputTokens }),
    ...(suffix !== undefined && { replaces: plainId }),
  };
}

/** Map tasks wait for each other piece by piece; a single task waits for all pieces of a map task. */
function toTaskIds(dependency: string, piece: Piece | undefined, context: ExpandContext): readonly string[] {
  if (context.planned.get(dependency)?.kind !== 'map') return [newestOf(dependency, context)];
  if (piece !== undefined) return [newestOf(pieceTaskId(dependency, piece.index), context)];
  return [allPieces(dependency), ...redoneOf(dependency, context)];
}

function newestOf(id: string, { round, hasTask }: ExpandContext): string {
  for (let earlier = round; earlier > 1; earlier -= 1) {
    const redone = id + repairSuffix(earlier);
    if (hasTask?.(redone) === true) return redone;
  }
  return id;
}

/** Pieces done again this round: their group has ended already and does not wait for them. */
function redoneOf(planTaskId: string, { round, pieces, hasTask }: ExpandContext): readonly string[] {
  if (round === 1 || hasTask === undefined) return [];
  return pieces.map(({ index }) => pieceTaskId(planTaskId, index) + repairSuffix(round)).filter(hasTask);
}
