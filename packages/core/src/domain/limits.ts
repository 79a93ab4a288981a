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
export const limitNameSchema = z.enum(LIMIT_NAMES as [LimitName, ...LimitName[]]);

/**
 * How a vendor's counter refills. `sliding`: at most the limit in any window; `bucket`: a token bucket of `burst` (default:
 * the limit of one window) that refills evenly; `fixed`: windows that start together on the vendor's clock; `day`: from
 * midnight to midnight in `timeZone`.
 */
export const windowModelSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('sliding') }),
  z.strictObject({ type: z.literal('bucket'), burst: count.optional() }),
  z.strictObject({ type: z.literal('fixed') }),
  z.strictObject({ type: z.literal('day'), timeZone: z.string().min(1) }),
]);
export type WindowModel = z.infer<typeof windowModelSchema>;
export type WindowModels = { readonly [name in LimitName]?: WindowModel };

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
