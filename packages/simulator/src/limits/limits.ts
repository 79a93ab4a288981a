/** Limits of one quota group, by the names `@manyhands/core` uses, so that one object can serve both sides. */
export interface SimulatedLimits {
  readonly requestsPerSecond?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly requestsPerDay?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly tokensPerDay?: number | undefined;
  readonly inputTokensPerMinute?: number | undefined;
  readonly outputTokensPerMinute?: number | undefined;
  readonly maxConcurrent?: number | undefined;
}
export type LimitName = keyof SimulatedLimits;
/** The limits that count over a time; the other one, `maxConcurrent`, counts calls under way. */
export type WindowedLimitName = Exclude<LimitName, 'maxConcurrent'>;

/** What one call takes of each limit. A limit that is not named is not touched. */
export type Charge = { readonly [name in WindowedLimitName]?: number };

/**
 * How a counter refills. `sliding`: at most the limit in any window. `bucket`: `burst` (default: the limit) at once, refilled
 * evenly. `fixed`: windows that start together on the vendor's clock.
 */
export type WindowModel = 'sliding' | 'fixed' | 'bucket' | { readonly type: 'bucket'; readonly burst?: number };

/** One counter of a quota group. All times are ms on the simulator's clock, never going backwards. */
export interface Window {
  readonly limit: number;
  /** Ms until `amount` fits: 0 when it fits now, `Infinity` when it never can. */
  waitMs(amount: number, now: number): number;
  take(amount: number, now: number): void;
  remaining(now: number): number;
  /** Ms until the counter is full again. */
  resetMs(now: number): number;
  /** From now on another limit holds; what was taken stays taken. */
  resize(limit: number, now: number): void;
}

/** What a quota group says of one limit at one moment. */
export interface LimitView {
  readonly name: WindowedLimitName;
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** Why a call was not let in. `limit` is the one that keeps it out for longest. */
export interface Refusal {
  readonly limit: LimitName;
  readonly max: number;
  readonly used: number;
  readonly requested: number;
  /** `Infinity` when the call is larger than the limit itself; `undefined` when it depends on other calls' ends. */
  readonly retryAfterMs: number | undefined;
}
