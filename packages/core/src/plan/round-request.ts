import type { Plan, PlanTask } from '../domain/plan.ts';
import type { Gap } from '../domain/verdict.ts';
import type { OnPlan } from './approve-plan.ts';
import type { Hashes } from './graph/create-hashes.ts';

/** What a round is planned with. */
export interface RoundRequest {
  readonly round: number;
  /** What the round before left missing; empty in the first. */
  readonly missing: readonly Gap[];
  routeOf(planTask: PlanTask): string;
  /** Whether it is done by something that must not be done twice. */
  isOnce(planTask: PlanTask): boolean;
  readonly hashes: Hashes;
  /** Asked for every plan of the planner before it is begun. */
  readonly onPlan?: OnPlan;
  /** The app's own plan: the planner is not asked. */
  readonly plan?: Plan;
}
