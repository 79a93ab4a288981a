import * as z from 'zod';

const count = z.number().positive();

/** Limits of one quota group as its owner states them. What is left out is not limited, or is learned from responses. */
export const limitsSchema = z.strictObject({
  requestsPerSecond: count.optional(),
  requestsPerMinute: count.optional(),
  requestsPerDay: count.optional(),
  /** Input and output together. */
  tokensPerMinute: count.optional(),
  tokensPerDay: count.optional(),
  inputTokensPerMinute: count.optional(),
  outputTokensPerMinute: count.optional(),
  /** Calls under way at once. */
  maxConcurrent: z.number().int().positive().optional(),
});
export type Limits = z.infer<typeof limitsSchema>;
export type LimitName = keyof Limits;
export const LIMIT_NAMES = Object.keys(limitsSchema.shape) as readonly LimitName[];

/** What a call takes from a quota group. A call always takes one request and, while it lasts, one concurrency slot. */
export interface Charge {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What counts towards limits on input and output together. */
  readonly tokens: number;
}

/** What is known of a call before it starts. */
export interface CallEstimate {
  readonly inputTokens: number;
  /** Expected by the balancer's learned quantile. */
  readonly outputTokens: number;
  /** The request's own bound, where it has one. */
  readonly maxOutputTokens?: number;
}

export const limitNameSchema = z.enum(Object.keys(limitsSchema.shape) as [LimitName, ...LimitName[]]);

/** One thing a response (headers or an error's body) said about one limit, as of when the vendor answered. */
export const limitObservationSchema = z.object({
  name: limitNameSchema,
  limit: z.number().nonnegative().optional(),
  /** As of the vendor's answer: calls in flight since then are not in it. */
  remaining: z.number().nonnegative().optional(),
  /** Until the vendor's counter is full again, in ms from the moment the response arrived. */
  resetMs: z.number().nonnegative().optional(),
});
export type LimitObservation = z.infer<typeof limitObservationSchema>;
