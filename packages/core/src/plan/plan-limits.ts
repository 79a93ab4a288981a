import type { Settings } from '../defaults/settings.ts';
import type { PlanLimits } from '../ports/planner.ts';

export function toLimits({ maxPlanTasks, maxPlanDepth, maxPlanWidth }: Settings): PlanLimits {
  return { maxTasks: maxPlanTasks, maxDepth: maxPlanDepth, maxWidth: maxPlanWidth };
}

/** Limits hold planners in check; an app means its own plan to be as large as it is. */
export const UNLIMITED: PlanLimits = { maxTasks: Infinity, maxDepth: Infinity, maxWidth: Infinity };
