import * as z from 'zod';
import { chatResponseSchema, promptSchema, toolCallPartSchema } from './chat.ts';
import { failureSchema } from './failure.ts';
import { MESSAGE_VERSION } from './message-version.ts';
import { targetSchema } from './target.ts';
import { cachedAnswerSchema } from './usage.ts';

/** A task on its way to a worker. Holds everything a worker needs but the credentials. */
export const taskMessageSchema = z.object({
  version: z.literal(MESSAGE_VERSION),
  /** Unique per publishing; a task published again has another. */
  id: z.string(),
  runId: z.string(),
  taskId: z.string(),
  route: z.string(),
  /** In order of preference; what the route meant when the task was published. */
  targets: z.array(targetSchema).min(1),
  prompt: promptSchema,
  /** Of the prompt, estimated once for all who need it. */
  inputTokens: z.number().nonnegative(),
  /** The worker sends `progress` reports while the answer streams in. */
  stream: z.boolean(),
  /** Higher goes first. */
  priority: z.number(),
  /** Longest chain of expected work behind this task, itself included, in ms: among equals the longest goes first. */
  remainingPathMs: z.number(),
  /** Tries `begun` so far, those of them that count (`used`), and how many may count in all (`max`). */
  attempts: z.object({ begun: z.number().int(), used: z.number().int(), max: z.number().int().positive() }),
  /** The run's share of accounts that other runs want too. Default 1. */
  weight: z.number().positive().optional(),
  /** Who shares them as one, with all that have the same. Default: the run. */
  share: z.string().optional(),
  /** Epoch ms after which no call may start any more. */
  deadlineAt: z.number().optional(),
  /** Tasks with the same key share a long prefix; the account that served one is preferred for the next. */
  affinityKey: z.string().optional(),
});
export type TaskMessage = z.infer<typeof taskMessageSchema>;

const ofTask = { runId: z.string(), taskId: z.string(), messageId: z.string(), attempt: z.number().int() };
const byAccount = { accountId: z.string(), target: targetSchema };

/** What a worker tells the driver of a run. `attempt` counts every try of the task from 1. Every delivery ends in one `succeeded` or `failed`. */
export const reportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), ...ofTask, ...byAccount, waitedMs: z.number() }),
  /** Text that came since the last progress report of this attempt; a new attempt starts from nothing. */
  z.object({
    type: z.literal('progress'),
    ...ofTask,
    text: z.string(),
    reasoning: z.string(),
    toolCalls: z.array(toolCallPartSchema).optional(),
  }),
  z.object({
    type: z.literal('attempt-failed'),
    ...ofTask,
    ...byAccount,
    failure: failureSchema,
    /** Whether it was counted against the attempts of the task: waiting for a limit is not. */
    isCounted: z.boolean(),
  }),
  z.object({
    type: z.literal('succeeded'),
    ...ofTask,
    ...byAccount,
    response: chatResponseSchema,
    costUsd: z.number().optional(),
    durationMs: z.number(),
    /** Attempts that count, this one included. */
    attemptsUsed: z.number().int(),
    cached: cachedAnswerSchema.optional(),
  }),
  z.object({ type: z.literal('failed'), ...ofTask, failure: failureSchema }),
]);
export type Report = z.infer<typeof reportSchema>;

/** What a driver tells all workers. Without `taskIds` all tasks of the run are dropped and aborted. */
export const controlMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cancel'), runId: z.string(), taskIds: z.array(z.string()).optional() }),
]);
export type ControlMessage = z.infer<typeof controlMessageSchema>;
