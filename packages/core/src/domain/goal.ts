import * as z from 'zod';
import { cacheUseSchema } from './cache-use.ts';
import { jsonSchemaSchema } from './json.ts';
import { planSchema } from './plan.ts';

/**
 * When a share of any bound of the budget is spent or reserved (`at`, 0 to 1): `cheaper`, work goes to `route`, or without one to
 * the cheapest of the pool; `drop-optional`, optional tasks are left out; `stop`, the run ends with what there is.
 */
export const ladderStepSchema = z.strictObject({
  at: z.number().min(0).max(1),
  do: z.enum(['cheaper', 'drop-optional', 'stop']),
  route: z.string().optional(),
});
export type LadderStep = z.infer<typeof ladderStepSchema>;

/**
 * Bounds of a run. Checked before a call is published, by what it may cost, so that a bound is overshot by no more than the
 * calls in flight.
 */
export const budgetSchema = z.strictObject({
  /** US dollars. Default: unbounded. Calls whose price is unknown do not count. */
  usd: z.number().positive().optional(),
  /** Model calls in all. Default 100,000. */
  maxCalls: z.number().int().positive().optional(),
  /** Input and output tokens together. Default: unbounded. */
  maxTokens: z.number().int().positive().optional(),
  /** Rounds of plan, work, merge and evaluate. Default 3. */
  maxRounds: z.number().int().positive().optional(),
  /** From the start of the run, in ms. Default: unbounded. */
  deadlineMs: z.number().positive().optional(),
  /** What is done on the way to the end of it. Default: nothing until it is reached. */
  ladder: z.array(ladderStepSchema).optional(),
});
export type Budget = z.infer<typeof budgetSchema>;

/** How a text is cut into pieces: at headings of chapters or sections, or into slices of about `tokens` tokens. */
export const splitSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('chapters') }),
  z.strictObject({ by: z.literal('sections') }),
  z.strictObject({ by: z.literal('tokens'), tokens: z.number().int().positive() }),
  z.strictObject({ by: z.literal('whole') }),
]);
export type Split = z.infer<typeof splitSchema>;

/**
 * Where tasks go that name no route: `spread` over all models of the pool, which is fastest; or to the `cheapest` route with a
 * model that can do them.
 */
export const routingSchema = z.enum(['spread', 'cheapest']);
export type Routing = z.infer<typeof routingSchema>;

/**
 * Who judges what no check in code decides: the planner's model (`true`), nobody (`false`), or as it is said here.
 */
export const judgingSchema = z.union([
  z.boolean(),
  z.strictObject({
    /** Several models side by side, by `provider:model`: a criterion is met when more than half of them say so. */
    panel: z.array(z.string()).min(1).optional(),
    /** The share of results of map tasks, from 0 to 1, that are held against the pieces they were made of. Default 0. */
    audit: z.number().min(0).max(1).optional(),
  }),
]);
export type Judging = z.infer<typeof judgingSchema>;

/** The goal as the log keeps it: plain data. */
export const goalRecordSchema = z.object({
  goal: z.string().trim().min(1),
  budget: budgetSchema,
  routing: routingSchema.optional(),
  /** The run's share of accounts that other runs want too. Default 1. */
  weight: z.number().positive().optional(),
  split: splitSchema.optional(),
  /** The app's own. */
  plan: planSchema.optional(),
  /** JSON Schema of the output, when the app gave a schema. */
  outputSchema: jsonSchemaSchema.optional(),
  /** How long questions stay open that have no deadline of their own. */
  answerWithinMs: z.number().positive().optional(),
  /** The planner says what the result must meet. */
  draftsCriteria: z.boolean().optional(),
  judge: judgingSchema.optional(),
  /** `false`: the response cache is not used. */
  cache: z.union([z.literal(false), cacheUseSchema]).optional(),
  /** Texts that a model merges say where each statement comes from. */
  citations: z.boolean().optional(),
  /** The work of the plan is forecast when it is closed. */
  forecast: z.boolean().optional(),
  /** Results of that run are taken over where the same is asked of the same material. */
  basedOn: z.string().optional(),
  /** What the app gave that is no data, by its place in the goal: `merge`, `criteria.total`. To resume the run it is given again. */
  given: z.array(z.string()).optional(),
});
export type GoalRecord = z.infer<typeof goalRecordSchema>;

export const runStatusSchema = z.enum(['done', 'partial', 'awaiting-input', 'cancelled', 'failed']);
export type RunStatus = z.infer<typeof runStatusSchema>;
