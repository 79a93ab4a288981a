import * as z from 'zod';
import { finishReasonSchema } from './chat.ts';
import { failureSchema } from './failure.ts';
import { goalRecordSchema, runStatusSchema } from './goal.ts';
import { jsonSchema } from './json.ts';
import { citationSchema, conflictSchema } from './merged.ts';
import { pieceSchema } from './piece.ts';
import { planForecastSchema } from './plan-forecast.ts';
import { answerSchema, mergePlanSchema, planSchema, planTaskSchema, questionSchema, redoSchema } from './plan.ts';
import { targetSchema } from './target.ts';
import { taskSchema } from './task.ts';
import { cachedAnswerSchema, usageSchema } from './usage.ts';
import { criterionSchema, gapSchema, verdictSchema } from './verdict.ts';

/** On every event. */
const head = {
  runId: z.string(),
  /** From 1, without gaps within a run. */
  seq: z.number().int().positive(),
  /** Epoch ms. */
  at: z.number(),
};
const round = z.number().int().positive();
const taskId = z.string();
const attempt = z.number().int().positive();
const byAccount = { accountId: z.string(), target: targetSchema };

function event<const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) {
  return z.object({ ...head, type: z.literal(type), ...shape });
}

/** Everything that happens in a run, in the order it happened. The state of a run is folded from these and nothing else. */
export const runEventSchema = z.discriminatedUnion('type', [
  event('run:started', { goal: goalRecordSchema, criteria: z.array(criterionSchema) }),
  /** Another process, or this one after a restart, goes on. `repeated`: tasks whose call was under way, and is made again. */
  event('run:resumed', { repeated: z.array(z.string()) }),
  event('input:piece', { piece: pieceSchema }),
  event('input:closed', { pieces: z.number().int() }),
  event('clarify:asked', { questions: z.array(questionSchema) }),
  event('clarify:answered', { answers: z.array(answerSchema) }),
  /** By the planner, for a goal that leaves its criteria to it. */
  event('criteria:drafted', { criteria: z.array(criterionSchema) }),
  event('round:started', { round, missing: z.array(gapSchema) }),
  /** A task of the plan. One whose id was there takes its place: what it changes is done again. */
  event('plan:task', { round, task: planTaskSchema }),
  /** No longer part of the plan: what has not ended of it is cancelled, what was done counts no more. */
  event('plan:dropped', { round, planTaskIds: z.array(z.string()) }),
  /** Places that are to be done again, and with them what was made of their results. */
  event('plan:redo', { round, places: z.array(redoSchema) }),
  /** The planner's answer was not a valid plan; it is told `reason` and asked again. */
  event('plan:rejected', { round, reason: z.string() }),
  /** With `onPlan`: a whole plan that waits for what the app says of it. */
  event('plan:proposed', { round, plan: planSchema }),
  event('plan:refused', { round, plan: planSchema, reason: z.string() }),
  /** `isEdited`: it is the app's own, in place of the proposed one. */
  event('plan:approved', { round, plan: planSchema, isEdited: z.boolean() }),
  event('plan:closed', { round, merge: mergePlanSchema }),
  event('task:added', { task: taskSchema }),
  /**
   * Handed to the transport; `attempt` is the first one the message stands for. `hash` of work: equal for what is asked the
   * same of the same material, in other runs too.
   */
  event('task:queued', { taskId, messageId: z.string(), attempt, hash: z.string().optional() }),
  event('task:started', { taskId, attempt, ...byAccount, waitedMs: z.number() }),
  event('task:retried', { taskId, attempt, ...byAccount, failure: failureSchema, isCounted: z.boolean() }),
  /** The answer came, but not in the asked form; the model is told `reason` and asked again. Its usage is counted here. */
  event('task:repaired', {
    taskId,
    attempt,
    ...byAccount,
    reason: z.string(),
    usage: usageSchema,
    costUsd: z.number().optional(),
  }),
  event('task:done', {
    taskId,
    attempt,
    ...byAccount,
    output: jsonSchema,
    finishReason: finishReasonSchema,
    usage: usageSchema,
    /** Missing where no price is known. */
    costUsd: z.number().optional(),
    durationMs: z.number(),
    /** Not called: the result of the same task in another run. */
    takenFrom: z.object({ runId: z.string(), taskId: z.string() }).optional(),
    /** From the response cache. */
    cached: cachedAnswerSchema.optional(),
  }),
  event('task:failed', { taskId, failure: failureSchema }),
  /** Not run because a task it depends on was not done. */
  event('task:skipped', { taskId, because: z.string() }),
  event('task:cancelled', { taskId, reason: z.string() }),
  /** A result of a task that had one already: recorded, not counted in the output; its usage is counted. */
  event('task:duplicate', { taskId, ...byAccount, usage: usageSchema, costUsd: z.number().optional() }),
  event('merge:started', { round }),
  event('merge:done', {
    round,
    output: jsonSchema,
    citations: z.array(citationSchema).optional(),
    conflicts: z.array(conflictSchema).optional(),
  }),
  event('evaluate:started', { round }),
  event('evaluate:done', { round, verdict: verdictSchema }),
  /** A step of the budget's ladder: so much of a bound is spent or reserved. */
  event('budget:step', { share: z.number(), step: z.enum(['cheaper', 'drop-optional', 'stop']) }),
  /** Made when the plan was closed, by the balancer on a virtual clock: how its work would go. */
  event('plan:forecast', { forecast: planForecastSchema }),
  event('budget:reached', { limit: z.string(), message: z.string() }),
  event('run:cancelling', { reason: z.string() }),
  event('run:ended', { status: runStatusSchema, output: jsonSchema, failure: failureSchema.optional() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
export type RunEventType = RunEvent['type'];
export type RunEventOf<Type extends RunEventType> = Extract<RunEvent, { type: Type }>;

type WithoutHead<Event> = Event extends unknown ? Omit<Event, 'runId' | 'seq' | 'at'> : never;
/** An event as a stage writes it; the log adds run, sequence number and time. */
export type RunEventBody = WithoutHead<RunEvent>;
