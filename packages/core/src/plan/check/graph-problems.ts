import type { PlanTask } from '../../domain/plan.ts';

/** What is wrong with the dependencies of tasks. `planned` has all tasks that may be named, these included. */
export function* graphProblems(
  tasks: readonly PlanTask[],
  planned: ReadonlyMap<string, PlanTask>,
): Generator<string, void, undefined> {
  for (const { id, dependsOn } of tasks) {
    for (const dependency of dependsOn) {
      if (!planned.has(dependency)) {
        yield `Task "${id}": it depends on "${dependency}", which is no task of the plan. Known are ${[...planned.keys()].join(', ')}.`;
      }
    }
  }
  const cycle = findCycle(planned);
  if (cycle !== undefined) yield `These tasks wait for one another, so that none can start: ${cycle.join(' → ')}.`;
}

/** The first circle of dependencies, as a path that ends where it begins. */
function findCycle(planned: ReadonlyMap<string, PlanTask>): readonly string[] | undefined {
  const stuck = findStuck(planned);
  const path: string[] = [];
  let next = stuck.values().next().value;
  while (next !== undefined) {
    const start = path.indexOf(next);
    path.push(next);
    if (start >= 0) return path.slice(start);
    // A stuck task depends on another that is stuck, or it would not be.
    next = planned.get(next)?.dependsOn.find((dependency) => stuck.has(dependency));
  }
  return undefined;
}

/** Tasks that never start, however many others end. */
function findStuck(planned: ReadonlyMap<string, PlanTask>): ReadonlySet<string> {
  const open = new Map<string, number>();
  const waiters = new Map<string, string[]>();
  for (const [id, { dependsOn }] of planned) {
    const known = dependsOn.filter((dependency) => planned.has(dependency));
    open.set(id, known.length);
    for (const dependency of known) waiters.set(dependency, [...(waiters.get(dependency) ?? []), id]);
  }
  const ready = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  const stuck = new Set(planned.keys());
  for (const id of ready) {
    stuck.delete(id);
    for (const waiter of waiters.get(id) ?? []) {
      const left = (open.get(waiter) ?? 0) - 1;
      open.set(waiter, left);
      if (left === 0) ready.push(waiter);
    }
  }
  return stuck;
}
