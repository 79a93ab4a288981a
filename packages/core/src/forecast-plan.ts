import type { Pool } from './config/check-pool.ts';
import type { Routing } from './domain/goal.ts';
import type { PlanForecast } from './domain/plan-forecast.ts';
import type { RunState } from './run/run-state.ts';

/** What nobody has measured: a start, and fifty tokens a second. */
const START_MS = 800;
const MS_PER_OUTPUT_TOKEN = 20;

/** How the planned work would go over the accounts of the pool. `undefined` where there is nothing to forecast, or no account. */
export async function forecastPlan(state: RunState, pool: Pool, routing: Routing): Promise<PlanForecast | undefined> {
  const merge = state.rounds[0]?.merge;
  if (merge === undefined) return undefined;
  const { simulate } = await import('./simulate.ts');
  const request = {
    plan: { tasks: state.planTasks.filter(({ call }) => call === null), merge },
    pieces: state.pieces.map(({ content }) => content),
    durationMs: (_: number, outputTokens: number) => START_MS + outputTokens * MS_PER_OUTPUT_TOKEN,
    routing,
    oneMore: false,
  };
  try {
    const { tasks, makespanMs, cost } = await simulate(request, pool);
    return { calls: tasks, makespanMs, usd: cost.usd };
  } catch {
    // A plan that cannot be forecast can still be run.
    return undefined;
  }
}
