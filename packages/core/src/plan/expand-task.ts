import type { PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import { toTask, type TaskContext } from './graph/to-task.ts';
import { placesOf } from './graph/place.ts';

/** The tasks that a plan task stands for: one, or one per piece. */
export function* expandTask(planTask: PlanTask, context: TaskContext): Generator<Task, void, undefined> {
  for (const place of placesOf(planTask, context.pieces)) yield toTask(place, context);
}
