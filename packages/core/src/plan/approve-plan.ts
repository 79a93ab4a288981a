import { planSchema, planTaskSchema, type Plan, type PlanInput, type PlanTask } from '../domain/plan.ts';
import { InvalidAnswerError } from '../errors/invalid-answer-error.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { RefusedPlan } from '../ports/planner.ts';
import type { RunContext } from '../run/run-context.ts';
import { untilStopped } from '../run/until-stopped.ts';
import { checkPlan } from './check-plan.ts';
import { estimatePlaces, type Estimate } from './estimate-places.ts';
import { toPlanContext } from './plan-context.ts';
import { incomplete } from './plan-incomplete.ts';
import { UNLIMITED } from './plan-limits.ts';
import type { RoundRequest } from './round-request.ts';
import { roundOf } from './rounds.ts';
import { toPlanRequest } from './to-plan-request.ts';

/** A plan before any of it is begun. */
export interface PlanPreview {
  readonly round: number;
  readonly plan: Plan;
  /** What its tasks may take, map tasks expanded. Calls of merging and judging are not in it. */
  readonly estimate: Estimate;
}

/** `accept`; another `plan` to run instead; or `reject` with what is wrong with it: the planner is told, and plans anew. */
export type PlanDecision = 'accept' | { readonly plan: PlanInput } | { readonly reject: string };

/** Asked for every plan of the planner before it is begun. */
export type OnPlan = (preview: PlanPreview, signal: AbortSignal) => PlanDecision | Promise<PlanDecision>;

/** After that many plans in vain there will be no good one. */
const MAX_REFUSALS = 5;

/** A plan of the planner that the app agrees to. What was proposed or decided before the run was resumed stands. */
export async function approvePlan(context: RunContext, request: RoundRequest, onPlan: OnPlan): Promise<Plan> {
  const { log, signal } = context;
  const { round } = request;
  const known = roundOf(log.state, round)!;
  while (known.approved === undefined) {
    const plan = known.proposed ?? (await propose(context, request, known.refused ?? []));
    const estimate = estimatePlaces(plan, { ...context, ...request, pieces: log.state.pieces });
    const decision = await untilStopped(onPlan({ round, plan, estimate }, signal), signal);
    if (typeof decision === 'object' && 'reject' in decision) {
      await log.append({ type: 'plan:refused', round, plan, reason: decision.reject });
      if (known.refused!.length >= MAX_REFUSALS) throw refused(decision.reject);
    } else {
      const isEdited = typeof decision === 'object';
      const approved = isEdited ? checkEdited(decision.plan, context, request) : plan;
      await log.append({ type: 'plan:approved', round, plan: approved, isEdited });
    }
  }
  return known.approved;
}

/** Reads the planner's plan to its end. */
async function propose(context: RunContext, request: RoundRequest, refusals: readonly RefusedPlan[]): Promise<Plan> {
  const { log, planner } = context;
  const { round } = request;
  const tasks: PlanTask[] = [];
  let merge = log.state.rounds.findLast((candidate) => candidate.merge !== undefined)?.merge;
  const asked = { ...toPlanRequest(context, request), ...(refusals.length > 0 && { refused: refusals }) };
  for await (const part of planner.plan(asked)) {
    if (part.type === 'rejected') await log.append({ type: 'plan:rejected', round, reason: part.reason });
    else if (part.type === 'merge') merge = part.merge;
    else tasks.push(planTaskSchema.parse(part.task));
  }
  if (merge === undefined) throw incomplete();
  const plan = { tasks, merge };
  checkPlan(plan, toPlanContext(context, request));
  await log.append({ type: 'plan:proposed', round, plan });
  return plan;
}

/** @throws ManyhandsError `MANYHANDS_BAD_PLAN` */
function checkEdited(given: PlanInput, context: RunContext, request: RoundRequest): Plan {
  const parsed = planSchema.safeParse(given);
  try {
    if (!parsed.success) throw new InvalidAnswerError(parsed.error.message);
    checkPlan(parsed.data, { ...toPlanContext(context, request), limits: UNLIMITED });
    return parsed.data;
  } catch (cause) {
    const message = `The plan that onPlan gave cannot be run: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ManyhandsError(message, { code: 'MANYHANDS_BAD_PLAN', cause });
  }
}

function refused(reason: string): ManyhandsError {
  const message = `The app refused ${MAX_REFUSALS} plans, the last because: ${reason}`;
  return new ManyhandsError(message, { code: 'MANYHANDS_PLAN_REFUSED' });
}
