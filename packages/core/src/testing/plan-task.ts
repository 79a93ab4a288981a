import { planTaskSchema, type PlanTask } from '../domain/plan.ts';

/** A plan task that is nothing but what is said of it: by default a single one. */
export function aPlanTask(id: string, facts: Partial<PlanTask> = {}): PlanTask {
  return planTaskSchema.parse({ id, title: id, kind: 'single', prompt: `Do ${id}.`, ...facts });
}
