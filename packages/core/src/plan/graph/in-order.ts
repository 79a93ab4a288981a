import type { PlanTask } from '../../domain/plan.ts';

/** Plan tasks so that each stands after those it depends on. */
export function inOrder(planTasks: readonly PlanTask[]): readonly PlanTask[] {
  const byId = new Map(planTasks.map((task) => [task.id, task]));
  const sorted = new Set<PlanTask>();
  const path = new Set<PlanTask>();

  function visit(task: PlanTask): void {
    if (sorted.has(task) || path.has(task)) return;
    path.add(task);
    for (const id of task.dependsOn) if (byId.has(id)) visit(byId.get(id)!);
    sorted.add(task);
  }

  for (const task of planTasks) visit(task);
  return [...sorted];
}
