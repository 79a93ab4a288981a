import type { MergePlan, Plan, PlanTask } from '../domain/plan.ts';
import { InvalidAnswerError } from '../errors/invalid-answer-error.ts';
import { graphProblems } from './check/graph-problems.ts';
import { mergeProblems } from './check/merge-problems.ts';
import { sizeProblems } from './check/size-problems.ts';
import { taskProblems, type PlanContext } from './check/task-problems.ts';

export type { PlanContext } from './check/task-problems.ts';

/**
 * Checks one task by itself. What it depends on may still come, so that is checked with the whole plan.
 *
 * @throws InvalidAnswerError with all that is wrong, in words for the model
 */
export function checkPlanTask(task: PlanTask, context: PlanContext): void {
  complain(singleProblems(task, context));
}

/** Whether a task could be begun, as far as can be told while the plan is still being written. */
export function isSound(task: PlanTask, context: PlanContext): boolean {
  return singleProblems(task, context).next().done === true;
}

function* singleProblems(task: PlanTask, context: PlanContext): Generator<string, void, undefined> {
  yield* taskProblems(task, context);
  yield* sizeProblems(new Map(context.planned).set(task.id, task), context.pieces, context.limits);
}

/** @throws InvalidAnswerError */
export function checkMerge(merge: MergePlan, planned: ReadonlyMap<string, PlanTask>): void {
  complain(mergeProblems(merge, planned));
}

/**
 * Checks a whole plan: every task, what the tasks depend on, and the merge. `context.planned` has the tasks of earlier
 * rounds.
 *
 * @throws InvalidAnswerError with all that is wrong
 */
export function checkPlan(plan: Plan, context: PlanContext): void {
  complain(planProblems(plan, context));
}

function* planProblems({ tasks, merge }: Plan, context: PlanContext): Generator<string, void, undefined> {
  const planned = new Map(context.planned);
  const own = new Set<string>();
  for (const task of tasks) {
    if (own.has(task.id)) yield `Task "${task.id}": another task has this id already; every id may stand once.`;
    else yield* taskProblems(task, context);
    own.add(task.id);
    planned.set(task.id, task);
  }
  if (planned.size === 0) yield 'The plan has no tasks; give at least one.';
  yield* graphProblems(tasks, planned);
  yield* sizeProblems(planned, context.pieces, context.limits);
  yield* mergeProblems(merge, planned);
}

function complain(problems: Iterable<string>): void {
  const all = [...problems];
  if (all.length > 0) throw new InvalidAnswerError(all.join('\n'));
}
