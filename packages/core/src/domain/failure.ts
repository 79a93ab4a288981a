import * as z from 'zod';

/**
 * Why a call failed, by what follows from it:
 * `rate-limited` the quota group waits; `quota-exhausted` it waits until its reset or is paid; `overloaded` the model is
 * backed off; `credential` the account is switched off; `server`, `network`, `timeout`, `invalid-response` try elsewhere;
 * `unknown-model`, `context-too-long`, `content-filtered`, `bad-request` the task fails; `aborted` we stopped it ourselves.
 */
export const failureKindSchema = z.enum([
  'rate-limited',
  'quota-exhausted',
  'overloaded',
  'credential',
  'server',
  'network',
  'timeout',
  'invalid-response',
  'unknown-model',
  'context-too-long',
  'content-filtered',
  'bad-request',
  'aborted',
]);
export type FailureKind = z.infer<typeof failureKindSchema>;

/** An error as it travels in messages and events: plain data, free of secrets. */
export const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  kind: failureKindSchema.optional(),
  isRetryable: z.boolean(),
});
export type Failure = z.infer<typeof failureSchema>;
