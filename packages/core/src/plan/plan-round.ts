import type { Plan, PlanTask } from '../domain/plan.ts';
import type { Task } from '../domain/task.ts';
import type { Gap } from '../domain/verdict.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { PlanPart } from '../ports/planner.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunState } from '../run/run-state.ts';
import { checkPlan, checkPlanTask } from './check-plan.ts';
import { expandTask } from './expand-task.ts';
import { repairTasks } from './repair-tasks.ts';
import { plannedBefore, plannedIn, tasksBefore } from './rounds.ts';
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
  const { round } = request;
  const known = request.missing.filter(({ taskId, piece }) => taskId !== null || piece !== null);
  const expansion = toExpansion(context, request);
  const again = repairTasks(known, tasksBefore(state, round), plannedBefore(state, round), expansion);
  if (again.length > 0) yield again;
  else if (request.plan === undefined) {
    yield* takePlan(context, request, context.planner.plan(toPlanRequest(context, request)));
  }
}

/** Expands each part of a plan as it comes and logs it: first those that the log has already, of a run that is resumed. */
async function* takePlan(
  context: RunContext,
  request: RoundRequest,
  parts: AsyncIterable<PlanPart> | Iterable<PlanPart>,
): AsyncGenerator<readonly Task[]> {
  const { state } = context.log;
  const { round } = request;
  const expand = createExpansion(context, request);
  const begun = [...plannedIn(state, round)];
  for (const task of begun) yield expand(task);
  if (isClosed(state, round)) return;
  const known = new Set(begun.map(({ id }) => id));
  for await (const part of parts) {
    if (part.type === 'task' && known.has(part.task.id)) continue;
    await takePart(part, context, round);
    if (part.type === 'task') yield expand(part.task);
  }
  if (!isClosed(state, round) && round === 1) throw incomplete();
}

function isClosed({ rounds }: RunState, round: number): boolean {
  return rounds.some((candidate) => candidate.round === round && candidate.merge !== undefined);
}

/** Checks a part and logs it. */
async function takePart(part: PlanPart, { log, routes, settings }: RunContext, round: number): Promise<void> {
  const { state } = log;
  const pieces = state.pieces.length;
  switch (part.type) {
    case 'rejected':
      return log.append({ type: 'plan:rejected', round, reason: part.reason });
    case 'merge':
      checkPlan({ tasks: state.planTasks, merge: part.merge }, { planned: new Map(), routes, pieces });
      return log.append({ type: 'plan:closed', round, merge: part.merge });
    case 'task': {
      if (state.planTasks.length >= settings.maxPlanTasks) throw tooLarge(settings.maxPlanTasks);
      const repeatable = new Set(plannedBefore(state, round).keys());
      checkPlanTask(part.task, { planned: planned(state), repeatable, routes, pieces });
      return log.append({ type: 'plan:task', round, task: part.task });
    }
  }
}

/** A plan task of an earlier round is done again under new ids; what this round has begun to do again already is not doubled. */
function createExpansion(context: RunContext, request: RoundRequest): (task: PlanTask) => readonly Task[] {
  const { round } = request;
  const earlier = plannedBefore(context.log.state, round);
  const given = new Set<string>();
  return (task) => {
    const again = earlier.has(task.id) ? { suffix: repairSuffix(round) } : {};
    const tasks = [...expandTask(task, { ...toExpansion(context, request), ...again })];
    const fresh = tasks.filter(({ id }) => !given.has(id));
    for (const { id } of fresh) given.add(id);
    return fresh;
  };
}

function* toParts(plan: Plan, { log, routes }: RunContext): Generator<PlanPart> {
  checkPlan(plan, { planned: new Map(), routes, pieces: log.state.pieces.length });
  const { tasks, merge } = plan;
  for (const task of tasks) yield { type: 'task', task };
  yield { type: 'merge', merge };
}

function planned({ planTasks }: RunState): ReadonlyMap<string, PlanTask> {
  return new Map(planTasks.map((task) => [task.id, task]));
}

/** The tasks of an app's plan are all known from the start: they may stand in any order. */
function toExpansion(context: RunContext, { round, defaultRoute, plan }: RoundRequest) {
  const { pieces, tasks } = context.log.state;
  const given = (plan?.tasks ?? []).map((task) => [task.id, task] as const);
  const hasTask = (id: string) => tasks[id] !== undefined;
  return { round, defaultRoute, pieces, hasTask, planned: new Map([...given, ...planned(context.log.state)]) };
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
