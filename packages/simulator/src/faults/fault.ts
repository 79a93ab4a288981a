import type { Vendor } from '../vendor.ts';

/** Which requests a fault strikes. Nothing stated: all of them. */
export interface FaultTarget {
  readonly vendor?: Vendor;
  /** An account's id. */
  readonly account?: string;
  readonly model?: string;
  /** Matching requests that are let through first. Default 0. */
  readonly after?: number;
  /** How often it strikes. Default: without end. */
  readonly times?: number;
  /** Chance that it strikes a matching request, 0 to 1, by the simulator's seed. Default 1. */
  readonly probability?: number;
}

/**
 * What goes wrong.
 * - `invalid-key`: the account is off, as the vendor says it (401 or 400).
 * - `quota-exhausted`: no credit or the day's quota used up, in the vendor's words.
 * - `rate-limited`: a 429 without cause, to wait for `retryAfterMs`.
 * - `overloaded`: the vendor's own overload (529, 503).
 * - `server-error`: `status`, default 500.
 * - `reset`: the connection breaks before an answer.
 * - `hang`: nothing is ever answered; with `afterShare` the stream stops there and stays open.
 * - `cut`: a stream ends after `afterShare` (0 to 1, default 0.5) of the answer: by a reset, or `clean` as if it were done.
 * - `slow`: the answer takes `factor` times as long.
 * - `wrong-json`: JSON that breaks the asked schema; `no-json`: not JSON at all; `blank-json`: white space only.
 * - `content-filter`: an empty answer, stopped by the vendor's filter.
 */
export type FaultKind =
  | { readonly type: 'invalid-key' | 'quota-exhausted' | 'overloaded' | 'reset' }
  | { readonly type: 'wrong-json' | 'no-json' | 'blank-json' | 'content-filter' }
  | { readonly type: 'rate-limited'; readonly retryAfterMs: number }
  | { readonly type: 'server-error'; readonly status?: number }
  | { readonly type: 'hang'; readonly afterShare?: number }
  | { readonly type: 'cut'; readonly afterShare?: number; readonly clean?: boolean }
  | { readonly type: 'slow'; readonly factor: number };

export type Fault = FaultTarget & FaultKind;
