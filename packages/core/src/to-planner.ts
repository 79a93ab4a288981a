import type { CheckedPlanner } from './config/check-planner.ts';
import type { Pool } from './config/check-pool.ts';
import type { GoalRecord } from './domain/goal.ts';
import { fromTargetName, type Target } from './domain/target.ts';
import { createModelPlanner } from './plan/create-model-planner.ts';
import type { Prompts } from './defaults/prompts/prompts.ts';
import type { ModelCalls } from './ports/model-calls.ts';
import type { Planner } from './ports/planner.ts';
import { boundPlanner } from './run/bound-planner.ts';

export interface PlannerDeps {
  readonly goal: GoalRecord;
  readonly pool: Pool;
  readonly prompts: Prompts;
  readonly calls: ModelCalls;
  readonly signal: AbortSignal;
}

/** A model that plans asks through the run itself: its calls are tasks like any other. So do the judges of a panel. */
export function toPlanner(planner: CheckedPlanner, { goal, pool, prompts, calls, signal }: PlannerDeps): Planner {
  const panel = toPanel(goal);
  const options = {
    ...(planner.type === 'model' && planner.options),
    prompts,
    ...(panel !== undefined && { panel }),
    contextOf: (target?: Target) => contextOf(pool, target === undefined ? pool.routes.get('planner')! : [target]),
  };
  const byModel = createModelPlanner(options, calls);
  if (planner.type === 'model') return byModel;
  const own = boundPlanner(planner.planner, signal);
  return panel === undefined ? own : { ...own, judge: byModel.judge! };
}

function toPanel({ judge }: GoalRecord): readonly Target[] | undefined {
  if (typeof judge !== 'object') return undefined;
  return judge.panel?.map((name) => fromTargetName(name)!);
}

/** Whichever of them is asked has to be able to read it. */
function contextOf({ providers }: Pool, targets: readonly Target[]): number {
  const contexts = targets.map(({ provider, model }) => providers.get(provider)!.capabilities(model).contextTokens);
  return Math.min(...contexts);
}
