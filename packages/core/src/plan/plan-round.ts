import type { Plan } from '../domain/plan.ts';
import type { PlanPart } from '../ports/planner.ts';
import type { RunContext } from '../run/run-context.ts';
import type { RunState } from '../run/run-state.ts';
import { approvePlan } from './approve-plan.ts';
import { checkPlan } from './check-plan.ts';
import { toPlanContext } from './plan-context.ts';
import { reconcile, type Changes } from './reconcile.ts';
import { toRedos } from './repair/to-redos.ts';
import type { RoundRequest } from './round-request.ts';
import { plannedBefore, roundOf } from './rounds.ts';
import { takePlan } from './take-plan.ts';
import { toPlanRequest } from './to-plan-request.ts';

/**
 * Plans one round and gives the tasks as they become known, so that they start while the plan is still being written. Of a
 * run that is resumed, those that the log has come first, whatever their round.
 */
export async function* planRound(context: RunContext, request: RoundRequest): AsyncGenerator<Changes> {
  const { state } = context.log;
  const { round } = request;
  if (round === 1) yield recall(state, request);
  if (roundOf(state, round)?.merge !== undefined) return;
  if (round > 1 && request.missing.length === 0) yield reconcile({ ...request, state });
  else if (round > 1) yield* planRepair(context, request);
  else yield* planWhole(context, request);
}

function recall(state: RunState, request: RoundRequest): Changes {
  const known = Object.values(state.tasks).filter(({ task }) => task.kind === 'work' && task.copyOf === undefined);
  const { add, drop } = reconcile({ ...request, state });
  return { add: [...known.map(({ task }) => task), ...add], drop };
}

/**
 * What is missing by task or piece is done again as it was planned. The rest may well follow from that (a sum is wrong while
 * a piece is missing), so the planner is asked only when there is nothing of that kind left.
 */
async function* planRepair(context: RunContext, request: RoundRequest): AsyncGenerator<Changes> {
  const places = await redoMissing(context, request);
  if (places.length > 0) yield reconcile({ ...request, state: context.log.state });
  else if (request.plan === undefined) yield* planWhole(context, request);
}

/** The places that the round does again; those that the log has, when it was begun before. */
async function redoMissing({ log }: RunContext, { round, missing }: RoundRequest): Promise<readonly string[]> {
  const known = roundOf(log.state, round);
  if (known === undefined || known.planned.length > 0) return [];
  if (known.redone.length === 0) {
    const places = toRedos(missing, log.state);
    if (places.length > 0) await log.append({ type: 'plan:redo', round, places: [...places] });
  }
  return known.redone;
}

/** The app's own plan; the planner's, while it is written; or the one that the app agreed to. */
async function* planWhole(context: RunContext, request: RoundRequest): AsyncGenerator<Changes> {
  const { onPlan } = request;
  if (request.plan !== undefined) yield* takeWhole(request.plan, context, request);
  else if (onPlan !== undefined) yield* takeWhole(await approvePlan(context, request, onPlan), context, request);
  else yield* takePlan(context, request, context.planner.plan(toPlanRequest(context, request)));
}

function takeWhole(plan: Plan, context: RunContext, { ...request }: RoundRequest): AsyncGenerator<Changes> {
  return takePlan(context, { ...request, plan }, toParts(plan, context, { ...request, plan }));
}

function* toParts(plan: Plan, context: RunContext, request: RoundRequest): Generator<PlanPart> {
  // As a whole, before any task of it is logged; of a run that is resumed some are.
  const earlier = plannedBefore(context.log.state, request.round);
  const planned = new Map(earlier.map((task) => [task.id, task]));
  checkPlan(plan, { ...toPlanContext(context, request), planned });
  for (const task of plan.tasks) yield { type: 'task', task };
  yield { type: 'merge', merge: plan.merge };
}
