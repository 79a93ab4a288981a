import type { Field, MergePlan, Plan, PlanTask } from '../../src/index.ts';
import { aPlanTask } from '../../src/testing/plan-task.ts';

export function aTask(id: string, facts: Partial<PlanTask> = {}): PlanTask {
  return aPlanTask(id, facts);
}

export function aMap(id: string, facts: Partial<PlanTask> = {}): PlanTask {
  return aTask(id, { kind: 'map', ...facts });
}

export function aField(name: string, type: Field['type'] = 'number'): Field {
  return { name, type, description: `The ${name}.` };
}

const AS_JSON: MergePlan = { strategy: 'json', instruction: null, fields: [] };

export function aPlan(tasks: PlanTask[], merge: MergePlan = AS_JSON): Plan {
  return { tasks, merge };
}
