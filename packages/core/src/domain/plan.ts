import * as z from 'zod';

/** One field of a task's structured answer. Flat on purpose: every vendor's JSON schema mode can hold it. */
export const fieldSchema = z.object({
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/),
  type: z.enum(['string', 'number', 'boolean', 'string[]', 'number[]']),
  description: z.string(),
});
export type Field = z.infer<typeof fieldSchema>;

/** Which pieces a map task works on: all, or those from `from` to `to`, both included, counted from 0. */
export const pieceRangeSchema = z.object({ from: z.number().int().nonnegative(), to: z.number().int().nonnegative() });
export type PieceRange = z.infer<typeof pieceRangeSchema>;

/**
 * What code holds an answer to. One that does not keep it is asked for again, with the reason. `field`: of a structured
 * answer; `null`: the whole. `minLength` and `maxLength` count words of a text, `minItems` and `maxItems` a list, `min` and
 * `max` bound a number: each by `bound`. `oneOf`: the text, or every item, is one of `values`; `mentions`: every one of
 * `values` stands in it; `inPiece`: the text, or every item, stands in the piece word for word.
 */
export const acceptanceSchema = z.object({
  field: z.string().nullable(),
  rule: z.enum(['minLength', 'maxLength', 'minItems', 'maxItems', 'min', 'max', 'oneOf', 'mentions', 'inPiece']),
  bound: z.number().nullable(),
  values: z.array(z.string()),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

/**
 * A task that is done several times, because being right matters more than its price. `vote`: the most frequent answer, for
 * answers that can be equal; `best`: a judge takes one. All by the same model, unless `mix` asks for others too.
 */
export const certaintySchema = z.object({
  by: z.enum(['vote', 'best']),
  copies: z.number().int().min(2).max(9),
  mix: z.boolean(),
});
export type Certainty = z.infer<typeof certaintySchema>;

/**
 * One argument of a function: `value`, written as JSON, or what comes `from` the work: `piece`, the result of a dependency
 * (`read`; a list of them for all pieces of a map task), a field of it (`read.whales`), or an answer (`answer.length`).
 */
export const argumentSchema = z.object({ name: z.string(), from: z.string().nullable(), value: z.string().nullable() });
export const functionCallSchema = z.object({ name: z.string(), arguments: z.array(argumentSchema) });
export type FunctionCall = z.infer<typeof functionCallSchema>;

/**
 * A task as a planner writes it. A `map` task stands for one task per piece of the input and is expanded by the SDK; a
 * `single` task is one call, which sees the results of what it depends on. A map task that depends on a map task depends
 * piece by piece: piece 7 waits for piece 7 only.
 */
export const planTaskSchema = z.object({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/),
  title: z.string().min(1),
  kind: z.enum(['single', 'map']),
  /** The instruction. What it works on (the piece, results of dependencies, answers it uses) is added by the SDK. */
  prompt: z.string().min(1),
  dependsOn: z.array(z.string()).default(() => []),
  /** Empty: all pieces. Only for `map`. */
  pieces: z.array(pieceRangeSchema).default(() => []),
  /** Name of a route; `null`: the default one. */
  route: z.string().nullable().default(null),
  /** Empty: the answer is plain text. */
  fields: z.array(fieldSchema).default(() => []),
  expectedOutputTokens: z.number().int().positive().nullable().default(null),
  /** Ids of questions whose answers it needs: it waits for them, and is done again when one changes. */
  uses: z.array(z.string()).default(() => []),
  /** Ids of criteria that it works towards. */
  serves: z.array(z.string()).default(() => []),
  accept: z.array(acceptanceSchema).default(() => []),
  /**
   * How results of dependencies reach it: `whole`, made shorter by a model only where they do not fit; always as a `summary`
   * made for this task; or by `reference`, which names each and shows how it begins.
   */
  pass: z.enum(['whole', 'summary', 'reference']).default('whole'),
  certainty: certaintySchema.nullable().default(null),
  /** Left out when the budget runs short; what depends on it does without. */
  isOptional: z.boolean().default(false),
  /** Done by a function of the app instead of a model. */
  call: functionCallSchema.nullable().default(null),
});
export type PlanTask = z.infer<typeof planTaskSchema>;
/** As it may be given: what is left out has its default. */
export type PlanTaskInput = z.input<typeof planTaskSchema>;

/**
 * How one field of the output is made of the fields of the results: `sum`, `min`, `max`, `count` of numbers, `union` of
 * lists without doubles (`index` also says in which pieces each stands), `list` of all values in order, `concat` of texts,
 * `vote` the most frequent, `reduce` by a model in a tree, following `instruction`.
 */
export const mergeFieldSchema = z.object({
  name: z.string().min(1),
  /** Plan task and field: `read.whales`; without a field the whole answer: `read`. */
  from: z.string().min(1),
  by: z.enum(['sum', 'min', 'max', 'count', 'union', 'index', 'list', 'concat', 'vote', 'reduce']),
  instruction: z.string().nullable(),
});
export type MergeField = z.infer<typeof mergeFieldSchema>;

/** How the results become the output: one of the strategies, over the tasks nothing depends on; or field by field. */
export const mergePlanSchema = z.object({
  strategy: z.enum(['concat', 'json', 'vote', 'reduce', 'fields']),
  /** For `reduce`. */
  instruction: z.string().nullable(),
  /** For `fields`. */
  fields: z.array(mergeFieldSchema),
});
export type MergePlan = z.infer<typeof mergePlanSchema>;

export const planSchema = z.object({ tasks: z.array(planTaskSchema), merge: mergePlanSchema });
export type Plan = z.infer<typeof planSchema>;
export type PlanInput = z.input<typeof planSchema>;

/** A place in the plan (`read`, or `read#3` for piece 3 of a map task) that is to be done again in a round. */
export const redoSchema = z.object({
  place: z.string(),
  /** What was wrong with the answer that was there; `null` where there was none. */
  reason: z.string().nullable(),
  /** In place of the instruction of the plan. */
  prompt: z.string().nullable(),
});
export type Redo = z.infer<typeof redoSchema>;

/** Something unclear about the goal. Without an answer `assumption` is taken and recorded. */
export const questionSchema = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  /** Why the answer matters. */
  why: z.string(),
  assumption: z.string(),
  /** From when it was asked, in ms: then the assumption is taken. Default: the goal's `answerWithinMs`. */
  deadlineMs: z.number().positive().optional(),
});
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.object({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  /** Taken by default, not given by the app. */
  isAssumed: z.boolean(),
});
export type Answer = z.infer<typeof answerSchema>;
