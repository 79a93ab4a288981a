import { toLimits, UNLIMITED } from './plan-limits.ts';
import type { PlanContext } from './check-plan.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RoundRequest } from './round-request.ts';
import { plannedBefore } from './rounds.ts';

/** What the tasks of a round are checked against. Limits are for planners. */
export function toPlanContext(
  { log: { state }, routes, functions, settings }: RunContext,
  { round, plan }: Pick<RoundRequest, 'round' | 'plan'>,
): PlanContext {
  return {
    planned: new Map(state.planTasks.map((task) => [task.id, task])),
    repeatable: new Set(plannedBefore(state, round).map(({ id }) => id)),
    routes,
    pieces: state.pieces.length,
    questions: new Set(state.questions.map(({ id }) => id)),
    functions,
    limits: plan === undefined ? toLimits(settings) : UNLIMITED,
  };
}
