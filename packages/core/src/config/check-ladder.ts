import type { GoalRecord } from '../domain/goal.ts';
import type { Pool } from './check-pool.ts';
import { targetsOf } from './complete-routes.ts';

/** @throws ConfigError when a step of the budget's ladder names a route there is not */
export function checkLadder({ budget: { ladder = [] } }: GoalRecord, pool: Pool): void {
  for (const [index, { route }] of ladder.entries()) {
    if (route !== undefined) targetsOf(pool, route, `goal.budget.ladder[${index}].route`);
  }
}
