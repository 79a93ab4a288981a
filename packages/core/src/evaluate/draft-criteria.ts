import type { Criterion } from '../domain/verdict.ts';
import type { RunContext } from '../run/run-context.ts';
import { GOAL_IS_MET, isBuiltIn } from './to-criteria.ts';

/** Has the planner say what the result must meet, once a run. One that cannot say leaves it at the goal itself. */
export async function draftCriteria({ log, planner, signal }: RunContext): Promise<void> {
  const { state } = log;
  if (state.goal.draftsCriteria !== true || state.criteria.length > 0 || signal.aborted) return;
  const { goal, outputSchema } = state.goal;
  const request = { goal, signal, ...(outputSchema !== undefined && { outputSchema }) };
  const drafted = await askPlanner(() => planner.draft?.(request));
  const criteria = drafted.filter(({ id }) => !isBuiltIn(id));
  await log.append({ type: 'criteria:drafted', criteria: criteria.length > 0 ? criteria : [GOAL_IS_MET] });
}

async function askPlanner(ask: () => Promise<readonly Criterion[]> | undefined): Promise<readonly Criterion[]> {
  try {
    return (await ask()) ?? [];
  } catch {
    return [];
  }
}
