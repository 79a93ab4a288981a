import type { LimitName } from '../limits/limits.ts';
import type { Vendor } from '../vendor.ts';

/** What a vendor saw of one account. Times are epoch ms on the simulator's clock. */
export interface AccountCounts {
  readonly vendor: Vendor;
  readonly account: string;
  /** Requests that were let in. */
  readonly accepted: number;
  /** Requests refused for a limit of the account. */
  readonly refused: number;
  readonly refusedBy: { readonly [name in LimitName]?: number };
  /** Requests that failed by a fault, or that could not be read. */
  readonly failed: number;
  /** Accepted requests whose answer was sent to its end. */
  readonly completed: number;
  /** Accepted requests whose caller went away before the end. */
  readonly aborted: number;
  /** Of accepted requests, as charged. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly inFlight: number;
  readonly peakConcurrency: number;
  /** Of the first and the last accepted request. */
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
}

export type Tally = { -readonly [Key in keyof AccountCounts]: AccountCounts[Key] } & {
  refusedBy: { [name in LimitName]?: number };
};

export function createTally(vendor: Vendor, account: string): Tally {
  return {
    vendor,
    account,
    accepted: 0,
    refused: 0,
    refusedBy: {},
    failed: 0,
    completed: 0,
    aborted: 0,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    inFlight: 0,
    peakConcurrency: 0,
    firstAt: undefined,
    lastAt: undefined,
  };
}
