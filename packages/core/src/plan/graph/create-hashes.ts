import { hash } from 'node:crypto';
import type { Piece } from '../../domain/piece.ts';
import type { PlanTask } from '../../domain/plan.ts';
import type { RunState } from '../../run/run-state.ts';
import { allPieces } from '../task-ids.ts';
import { isSelected } from '../../run/select-pieces.ts';
import { placesOf, toPlace, type Place } from './place.ts';

/** What the tasks of a run are made of. */
export type Material = Pick<RunState, 'planTasks' | 'pieces' | 'answers' | 'redos' | 'revision'>;

/**
 * The content hash of a place: of the instruction and the form of its answer, its piece, the answers it uses, what was wrong
 * with it before, and the same of all it depends on. So it changes when anything changes that the result could follow from,
 * and with nothing else; the place itself and the number of the piece are not in it.
 */
export interface Hashes {
  of(place: Place): string;
}

export function createHashes(material: Material): Hashes {
  let seen = material.revision;
  let planned = new Map<string, PlanTask>();
  const definitions = new Map<string, string>();
  const pieceHashes: string[] = [];
  /** Of places that others depend on, and of all pieces of a map task together. */
  const known = new Map<string, string>();

  function refresh(): void {
    if (seen === material.revision && planned.size === material.planTasks.length) return;
    if (seen !== material.revision) {
      known.clear();
      definitions.clear();
    }
    seen = material.revision;
    planned = new Map(material.planTasks.map((task) => [task.id, task]));
  }

  function hashOf({ id, planTask, piece }: Place): string {
    const parts = [
      remember(definitions, planTask.id, () => defined(planTask)),
      piece === undefined ? '' : (pieceHashes[piece.index] ??= digest(JSON.stringify([piece.title, piece.content]))),
      redone(id),
      ...planTask.uses.map(answered),
      ...planTask.dependsOn.map((dependency) => upstream(dependency, piece)),
    ];
    return digest(parts.join('\n'));
  }

  function redone(place: string): string {
    const redo = material.redos[place];
    return redo === undefined ? '' : JSON.stringify([redo.round, redo.reason, redo.prompt]);
  }

  function answered(questionId: string): string {
    return JSON.stringify(material.answers.find(({ id }) => id === questionId)?.answer ?? null);
  }

  function upstream(id: string, piece: Piece | undefined): string {
    const planTask = planned.get(id);
    if (planTask === undefined) return '';
    if (planTask.kind === 'single') return remember(known, id, () => hashOf(toPlace(planTask)));
    if (piece === undefined) return remember(known, allPieces(id), () => together(planTask));
    if (!isSelected(planTask, piece.index)) return '';
    const place = toPlace(planTask, piece);
    return remember(known, place.id, () => hashOf(place));
  }

  function together(planTask: PlanTask): string {
    const all = Array.from(placesOf(planTask, material.pieces), (place) =>
      remember(known, place.id, () => hashOf(place)),
    );
    return digest(all.join('\n'));
  }

  return {
    of(place) {
      refresh();
      return known.get(place.id) ?? hashOf(place);
    },
  };
}

function defined({ prompt, fields, route, accept, pass, certainty, call, dependsOn }: PlanTask): string {
  return JSON.stringify([prompt, fields, route, accept, pass, certainty, call, dependsOn]);
}

function remember(known: Map<string, string>, key: string, make: () => string): string {
  const there = known.get(key);
  if (there !== undefined) return there;
  const made = make();
  known.set(key, made);
  return made;
}

/** Shorter than a whole SHA-256, and long enough that no two contents of a run have the same. */
function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
