import type { PlanTask } from '../domain/plan.ts';
import type { RoundState, RunState } from '../run/run-state.ts';

export function roundOf({ rounds }: RunState, round: number): RoundState | undefined {
  return rounds.find((candidate) => candidate.round === round);
}

/** What was planned in a round, in order. */
export function plannedIn(state: RunState, round: number): readonly PlanTask[] {
  return roundOf(state, round)?.planned ?? [];
}

/** What was planned in the rounds before. */
export function plannedBefore(state: RunState, round: number): readonly PlanTask[] {
  const own = new Set(plannedIn(state, round).map(({ id }) => id));
  return state.planTasks.filter(({ id }) => !own.has(id));
}
