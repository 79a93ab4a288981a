import * as z from 'zod';
import { fieldSchema, functionCallSchema } from './plan.ts';
import { targetSchema } from './target.ts';

/** What a task is for. All go the same way: through the transport, the balancer and a worker. */
export const taskKindSchema = z.enum(['clarify', 'plan', 'work', 'merge', 'evaluate', 'direct']);
export type TaskKind = z.infer<typeof taskKindSchema>;

/** One piece of work for one model call, as the run's log keeps it. */
export const taskSchema = z.object({
  /** Unique in the run: `read`, `read#12` for piece 12 of a map task, `merge:brief/0.3`, `evaluate:1`. */
  id: z.string(),
  kind: taskKindSchema,
  /** From 1. */
  round: z.number().int().positive(),
  title: z.string(),
  route: z.string(),
  /** Ids of tasks, not of plan tasks. */
  dependsOn: z.array(z.string()),
  /** The plan task it was expanded from. */
  planTaskId: z.string().optional(),
  /** Index of the piece it works on. */
  piece: z.number().int().optional(),
  /** The instruction; kinds other than `work` keep none, their prompt is made again from the run's state. */
  prompt: z.string().optional(),
  fields: z.array(fieldSchema).optional(),
  expectedOutputTokens: z.number().optional(),
  /** The place in the plan that it takes over from earlier tasks: the id of the first one there. */
  replaces: z.string().optional(),
  /** One of several tries at the work of that task, which chooses among them. */
  copyOf: z.string().optional(),
  /** Who may serve it, instead of the targets of its route. */
  targets: z.array(targetSchema).min(1).optional(),
  /** What depends on it does without when it is not done. */
  isOptional: z.boolean().optional(),
  /** Done by this function of the app, in the process that drives the run. */
  call: functionCallSchema.optional(),
});
export type Task = z.infer<typeof taskSchema>;
