import type { Piece } from '../../domain/piece.ts';
import type { PlanTask } from '../../domain/plan.ts';
import { selectPieces } from '../../run/select-pieces.ts';
import { pieceTaskId } from '../task-ids.ts';

/** A place in the plan: a single plan task, or a map task at one piece. */
export interface Place {
  readonly id: string;
  readonly planTask: PlanTask;
  readonly piece?: Piece;
}

export function toPlace(planTask: PlanTask, piece?: Piece): Place {
  if (piece === undefined) return { id: planTask.id, planTask };
  return { id: pieceTaskId(planTask.id, piece.index), planTask, piece };
}

/** The places of a plan task: one, or one for each of the pieces it works on. */
export function* placesOf(planTask: PlanTask, pieces: readonly Piece[]): Generator<Place, void, undefined> {
  if (planTask.kind === 'single') yield toPlace(planTask);
  else for (const index of selectPieces(planTask, pieces.length)) yield toPlace(planTask, pieces[index]);
}
