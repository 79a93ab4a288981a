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
 * A task as a planner writes it. A `map` task stands for one task per piece of the input and is expanded by the SDK; a
 * `single` task is one call, which sees the results of what it depends on. A map task that depends on a map task depends
 * piece by piece: piece 7 waits for piece 7 only.
 */
export const planTaskSchema = z.object({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/),
  title: z.string().min(1),
  kind: z.enum(['single', 'map']),
  /** The instruction. What it works on (the piece, results of dependencies) is added by the SDK. */
  prompt: z.string().min(1),
  dependsOn: z.array(z.string()),
  /** Empty: all pieces. Only for `map`. */
  pieces: z.array(pieceRangeSchema),
  /** Name of a route; `null`: the default one. */
  route: z.string().nullable(),
  /** Empty: the answer is plain text. */
  fields: z.array(fieldSchema),
  expectedOutputTokens: z.number().int().positive().nullable(),
});
export type PlanTask = z.infer<typeof planTaskSchema>;

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

/** Something unclear about the goal. Without an answer `assumption` is taken and recorded. */
export const questionSchema = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  /** Why the answer matters. */
  why: z.string(),
  assumption: z.string(),
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
