import { planTaskSchema, type MergePlan, type PlanTask } from '../domain/plan.ts';
import type { PlanPart } from '../ports/planner.ts';
import { newestAt } from '../run/places.ts';
import { openQuestions } from '../run/questions.ts';
import type { RunContext } from '../run/run-context.ts';
import { checkPlan, checkPlanTask } from './check-plan.ts';
import { expandTask } from './expand-task.ts';
import { placesOf } from './graph/place.ts';
import { incomplete } from './plan-incomplete.ts';
import { toPlanContext } from './plan-context.ts';
import { reconcile, type Changes } from './reconcile.ts';
import type { RoundRequest } from './round-request.ts';
import { plannedIn, roundOf } from './rounds.ts';

/** Logs each part of a plan as it comes, and gives the tasks that it stands for. What the log has already is passed over. */
export async function* takePlan(
  context: RunContext,
  request: RoundRequest,
  parts: AsyncIterable<PlanPart> | Iterable<PlanPart>,
): AsyncGenerator<Changes> {
  const { log } = context;
  const { round } = request;
  const begun = new Set(plannedIn(log.state, round).map(({ id }) => id));
  for await (const part of parts) {
    if (part.type === 'rejected') await log.append({ type: 'plan:rejected', round, reason: part.reason });
    else if (part.type === 'merge') await takeMerge(part.merge, context, request);
    else if (!begun.has(part.task.id)) yield await takeTask(planTaskSchema.parse(part.task), context, request);
  }
  if (round === 1 && roundOf(log.state, round)?.merge === undefined) throw incomplete();
}

async function takeMerge(merge: MergePlan, context: RunContext, request: RoundRequest): Promise<void> {
  const { log } = context;
  const { round } = request;
  checkPlan({ tasks: log.state.planTasks, merge }, { ...toPlanContext(context, request), planned: new Map() });
  await log.append({ type: 'plan:closed', round, merge });
}

async function takeTask(task: PlanTask, context: RunContext, request: RoundRequest): Promise<Changes> {
  const { log } = context;
  const { round } = request;
  const check = toPlanContext(context, request);
  checkPlanTask(task, check);
  if (check.repeatable?.has(task.id) === true) return redo(task, context, request);
  await log.append({ type: 'plan:task', round, task });
  return { add: expand(task, context, request), drop: [] };
}

/** A planned task that a repair repeats is done again, at the pieces it names, by the new instruction. */
async function redo(task: PlanTask, { log }: RunContext, request: RoundRequest): Promise<Changes> {
  const { round } = request;
  const known = new Set(roundOf(log.state, round)?.redone);
  const places = Array.from(placesOf(task, log.state.pieces), ({ id }) => {
    return { place: id, reason: null, prompt: task.prompt };
  }).filter(({ place }) => !known.has(place));
  await log.append({ type: 'plan:redo', round, places });
  return reconcile({ ...request, state: log.state });
}

function expand(task: PlanTask, { log: { state } }: RunContext, { round, routeOf, plan }: RoundRequest) {
  // The tasks of an app's plan are all known from the start: they may stand in any order.
  const planned = new Map([...(plan?.tasks ?? []), ...state.planTasks].map((known) => [known.id, known]));
  const idAt = (place: string) => newestAt(place, state)?.task.id ?? place;
  const { pieces } = state;
  return [...expandTask(task, { round, routeOf, planned, pieces, idAt, openQuestions: openQuestions(state) })];
}
