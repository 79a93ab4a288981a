import { FUNCTION_PROVIDER } from '../../domain/app-function.ts';
import type { Piece } from '../../domain/piece.ts';
import type { PlanTask, Redo } from '../../domain/plan.ts';
import type { Task } from '../../domain/task.ts';
import { isSelected } from '../../run/select-pieces.ts';
import { allPieces, answerKey, pieceTaskId } from '../task-ids.ts';
import type { Place } from './place.ts';

/** What a place is made into a task with. */
export interface TaskContext {
  readonly round: number;
  readonly pieces: readonly Piece[];
  routeOf(planTask: PlanTask): string;
  /** All plan tasks by id, those it depends on included. */
  readonly planned: ReadonlyMap<string, PlanTask>;
  /** The id that the task of a place has now, or will have. Default: that of the place. */
  readonly idAt?: (place: string) => string;
  readonly redos?: Readonly<Record<string, Redo>>;
  /** Questions that have no answer yet. */
  readonly openQuestions?: ReadonlySet<string>;
}

export function toTask({ id: place, planTask, piece }: Place, context: TaskContext): Task {
  const { title, fields, expectedOutputTokens, isOptional, call } = planTask;
  const id = context.idAt?.(place) ?? place;
  return {
    id,
    kind: 'work',
    round: context.round,
    title: piece === undefined ? title : `${title} ${piece.title ?? piece.index + 1}`,
    route: call === null ? context.routeOf(planTask) : `${FUNCTION_PROVIDER}:${call.name}`,
    dependsOn: toDependencies(planTask, piece, context),
    planTaskId: planTask.id,
    prompt: toInstruction(planTask, context.redos?.[place]),
    fields,
    ...(piece !== undefined && { piece: piece.index }),
    ...(expectedOutputTokens !== null && { expectedOutputTokens }),
    ...(id !== place && { replaces: place }),
    ...(isOptional && { isOptional }),
    ...(call !== null && { call, targets: [{ provider: FUNCTION_PROVIDER, model: call.name }] }),
  };
}

/** What is done again for a reason is told that reason. */
function toInstruction({ prompt }: PlanTask, redo: Redo | undefined): string {
  const instruction = redo?.prompt ?? prompt;
  return redo?.reason == null ? instruction : `${instruction}\n\nAn earlier answer was found wanting: ${redo.reason}`;
}

/** Results, and answers that are still to come. */
function toDependencies(planTask: PlanTask, piece: Piece | undefined, context: TaskContext): string[] {
  const results = planTask.dependsOn.flatMap((id) => toTaskIds(id, piece, context));
  if (planTask.uses.length === 0 || context.openQuestions === undefined) return results;
  const { openQuestions } = context;
  return [...results, ...planTask.uses.filter((id) => openQuestions.has(id)).map(answerKey)];
}

/** Map tasks wait for each other piece by piece; a single task waits for all pieces of a map task. */
function toTaskIds(dependency: string, piece: Piece | undefined, context: TaskContext): readonly string[] {
  const { planned, idAt = itself } = context;
  const before = planned.get(dependency);
  if (before?.kind !== 'map') return [idAt(dependency)];
  if (piece === undefined) return [allPieces(dependency)];
  return isSelected(before, piece.index) ? [idAt(pieceTaskId(dependency, piece.index))] : [];
}

function itself(place: string): string {
  return place;
}
