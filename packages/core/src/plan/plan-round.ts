import type { Plan, PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import type { Gap } from '../domain/verdict.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { PlanPart } from '../ports/planner.ts';
import type { RunContext } from '../run/run-context.ts';
import { checkPlan, checkPlanTask } from './check-plan.ts';
import { expandTask } from './expand-task.ts';
import { repairTasks } from './repair-tasks.ts';
import { repairSuffix } from './task-ids.ts';
import { toPlanRequest } from './to-plan-request.ts';

export interface RoundRequest {
  readonly round: number;
  /** What the round before left missing; empty in the first. */
  readonly missing: readonly Gap[];
  readonly defaultRoute: string;
  /** The app's own plan: the planner is not asked. */
  readonly plan?: Plan;
}

/** Plans one round and gives the tasks as they become known, so that they start while the plan is still being written. */
export async function* planRound(context: RunContext, request: RoundRequest): AsyncGenerator<readonly Task[]> {
  if (request.round > 1) yield* planRepair(context, request);
  else if (request.plan !== undefined) yield* takePlan(context, request, toParts(request.plan, context));
  else yield* takePlan(context, request, context.planner.plan(toPlanRequest(context, request)));
}

/**
 * What is missing by task or piece is done again as it was planned. The rest may well follow from that (a sum is wrong while
 * a piece is missing), so the planner is asked only when there is nothing of that kind left.
 */
async function* planRepair(context: RunContext, request: RoundRequest): AsyncGenerator<readonly Task[]> {
  const { state } = context.log;
  const known = request.missing.filter(({ taskId, piece }) => taskId !== null || piece !== null);
  const again = repairTasks(known, state.tasks, planned(context), toExpansion(context, request));
  if (again.length > 0) yield again;
  else if (request.plan === undefined) {
    yield* takePlan(context, request, context.planner.plan(toPlanRequest(context, request)));
  }
}

/** Logs each part of a plan, then expands it. */
async function* takePlan(
  context: RunContext,
  request: RoundRequest,
  parts: AsyncIterable<PlanPart> | Iterable<PlanPart>,
): AsyncGenerator<readonly Task[]> {
  const { log, routes, settings } = context;
  const { round } = request;
  const earlier: ReadonlySet<string> = new Set(planned(context).keys());
  let isClosed = false;
  for await (const part of parts) {
    if (part.type === 'rejected') await log.append({ type: 'plan:rejected', round, reason: part.reason });
    if (part.type === 'merge') {
      checkPlan(
        { tasks: log.state.planTasks, merge: part.merge },
        { planned: new Map(), routes, pieces: log.state.pieces.length },
      );
      await log.append({ type: 'plan:closed', round, merge: part.merge });
      isClosed = true;
    }
    if (part.type !== 'task') continue;
    if (log.state.planTasks.length >= settings.maxPlanTasks) throw tooLarge(settings.maxPlanTasks);
    checkPlanTask(part.task, {
      planned: planned(context),
      repeatable: earlier,
      routes,
      pieces: log.state.pieces.length,
    });
    await log.append({ type: 'plan:task', round, task: part.task });
    yield expand(part.task, earlier, context, request);
  }
  if (!isClosed && round === 1) throw incomplete();
}

/** A plan task of an earlier round is done again under new ids; what this round has begun to do again already is not doubled. */
function expand(
  task: PlanTask,
  earlier: ReadonlySet<string>,
  context: RunContext,
  request: RoundRequest,
): readonly Task[] {
  const again = earlier.has(task.id) ? { suffix: repairSuffix(request.round) } : {};
  const tasks = [...expandTask(task, { ...toExpansion(context, request), ...again })];
  return tasks.filter(({ id }) => context.log.state.tasks[id] === undefined);
}

function* toParts(plan: Plan, { log, routes }: RunContext): Generator<PlanPart> {
  checkPlan(plan, { planned: new Map(), routes, pieces: log.state.pieces.length });
  const { tasks, merge } = plan;
  for (const task of tasks) yield { type: 'task', task };
  yield { type: 'merge', merge };
}

function planned({ log }: RunContext): ReadonlyMap<string, PlanTask> {
  return new Map(log.state.planTasks.map((task) => [task.id, task]));
}

/** The tasks of an app's plan are all known from the start: they may stand in any order. */
function toExpansion(context: RunContext, { round, defaultRoute, plan }: RoundRequest) {
  const { pieces, tasks } = context.log.state;
  const given = (plan?.tasks ?? []).map((task) => [task.id, task] as const);
  const hasTask = (id: string) => tasks[id] !== undefined;
  return { round, defaultRoute, pieces, hasTask, planned: new Map([...given, ...planned(context)]) };
}

function tooLarge(maxPlanTasks: number): ManyhandsError {
  const message = `The plan has more than ${maxPlanTasks} tasks; plan a map task over the input, or raise settings.maxPlanTasks.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_PLAN_TOO_LARGE' });
}

function incomplete(): ManyhandsError {
  const message =
    'The planner ended without saying how the results become the output: its last part has to be `merge`.';
  return new ManyhandsError(message, { code: 'MANYHANDS_PLAN_INCOMPLETE' });
}
