import { FUNCTION_PROVIDER } from '../domain/app-function.ts';
import type { PlanTask } from '../domain/plan.ts';
import { ANY_ROUTE } from '../domain/target.ts';
import type { RunState } from '../run/run-state.ts';
import type { Durations } from './durations.ts';

/**
 * How long the longest chain of planned work is that starts with a plan task, in ms. Read anew whenever the plan has grown,
 * since a plan that streams in gives earlier tasks new successors, and whenever durations have turned out otherwise.
 */
export function createRemainingPath(
  state: Pick<RunState, 'planTasks'>,
  durations: Durations,
): (planTaskId: string | undefined) => number {
  let lengths = new Map<string, number>();
  let known = 0;
  let revision = durations.revision;

  return (planTaskId) => {
    if (planTaskId === undefined) return 0;
    if (known !== state.planTasks.length || revision !== durations.revision) {
      lengths = measure(state.planTasks, durations);
      known = state.planTasks.length;
      ({ revision } = durations);
    }
    return lengths.get(planTaskId) ?? durations.expect(null, null);
  };
}

function measure(planTasks: readonly PlanTask[], durations: Durations): Map<string, number> {
  const byId = new Map(planTasks.map((task) => [task.id, task]));
  const successors = Map.groupBy(
    planTasks.flatMap((task) => task.dependsOn.map((before) => ({ before, after: task.id }))),
    (edge) => edge.before,
  );
  const lengths = new Map<string, number>();
  // Later tasks mostly depend on earlier ones, so going backwards leaves little to recurse into.
  for (const task of planTasks.toReversed()) lengthOf(task.id, new Set());
  return lengths;

  function lengthOf(id: string, path: Set<string>): number {
    const known = lengths.get(id);
    if (known !== undefined || path.has(id)) return known ?? 0;
    path.add(id);
    const behind = (successors.get(id) ?? []).map((edge) => lengthOf(edge.after, path));
    path.delete(id);
    const length = lastsOf(byId.get(id), durations) + Math.max(0, ...behind);
    lengths.set(id, length);
    return length;
  }
}

function lastsOf(task: PlanTask | undefined, durations: Durations): number {
  if (task?.call != null) return durations.expect(`${FUNCTION_PROVIDER}:${task.call.name}`, null);
  return durations.expect(task?.route ?? ANY_ROUTE, task?.expectedOutputTokens);
}
