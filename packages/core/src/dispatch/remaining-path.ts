import type { PlanTask } from '../domain/plan.ts';
import type { RunState } from '../run/run-state.ts';

/** Expected duration of a task nothing is known of, in ms. Only the order of lengths matters. */
const EXPECTED_MS = 5_000;

/**
 * How long the longest chain of planned work is that starts with a plan task, in ms. Read anew whenever the plan has grown,
 * since a plan that streams in gives earlier tasks new successors.
 */
export function createRemainingPath(state: Pick<RunState, 'planTasks'>): (planTaskId: string | undefined) => number {
  let lengths = new Map<string, number>();
  let known = 0;

  return (planTaskId) => {
    if (planTaskId === undefined) return 0;
    if (known !== state.planTasks.length) {
      lengths = measure(state.planTasks);
      known = state.planTasks.length;
    }
    return lengths.get(planTaskId) ?? EXPECTED_MS;
  };
}

function measure(planTasks: readonly PlanTask[]): Map<string, number> {
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
    const length = EXPECTED_MS + Math.max(0, ...behind);
    lengths.set(id, length);
    return length;
  }
}
