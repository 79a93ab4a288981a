import type { PlanTask } from '../../domain/plan.ts';
import type { CriterionVerdict, Gap } from '../../domain/verdict.ts';
import type { RunState } from '../../run/run-state.ts';
import { isSelected } from '../../run/select-pieces.ts';
import { toWorkPlaces, type WorkPlace } from '../../run/work-places.ts';
import { NOTHING_FOUND, type Finding } from '../finding.ts';

/** Every piece has a result of each map task that was to work on it. Says nothing where no map task was planned. */
export function checkCoverage(state: RunState): Finding {
  const maps = state.planTasks.filter(({ kind, isOptional }) => kind === 'map' && !isOptional);
  if (maps.length === 0 || state.pieces.length === 0) return NOTHING_FOUND;
  const places = byPlanTask(state);
  const missing = maps.flatMap((map) => gapsOf(map, state, places));
  return { criteria: [toVerdict(missing, state.pieces.length)], missing };
}

type Places = ReadonlyMap<string, WorkPlace>;

function byPlanTask(state: RunState): Places {
  const places = [...toWorkPlaces(state).values()];
  return new Map(places.map((place) => [toKey(place.planTaskId, place.piece), place]));
}

function toKey(planTaskId: string | undefined, piece: number | undefined): string {
  return `${planTaskId}#${piece}`;
}

function gapsOf(map: PlanTask, { pieces }: RunState, places: Places): readonly Gap[] {
  return pieces.flatMap(({ index }) => {
    const place = places.get(toKey(map.id, index));
    if (place?.done !== undefined || !isSelected(map, index)) return [];
    const reason = `No result of "${map.title}" covers piece ${index}.`;
    return [{ taskId: place?.id ?? map.id, piece: index, reason }];
  });
}

function toVerdict(missing: readonly Gap[], pieces: number): CriterionVerdict {
  const uncovered = new Set(missing.map(({ piece }) => piece));
  return {
    criterionId: 'coverage',
    isMet: uncovered.size === 0,
    reason:
      uncovered.size === 0
        ? `Every piece of the input is covered: all ${pieces}.`
        : `Not every piece of the input is covered: ${uncovered.size} of ${pieces} have results missing.`,
    taskIds: missing.flatMap(({ taskId }) => taskId ?? []),
    by: 'check',
  };
}
