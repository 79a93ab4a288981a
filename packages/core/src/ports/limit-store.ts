import type { Charge } from '../domain/limits.ts';

/** How long what was taken counts: `sliding` for `ms`; `day` until midnight in `timeZone`, with `guardMs` on either side of it. */
export type LimitSpan =
  | { readonly type: 'sliding'; readonly ms: number }
  | { readonly type: 'day'; readonly timeZone: string; readonly guardMs: number };

/** At most `limit` of what it counts within a span. Of one group all rules of the same `per` have the same span. */
export interface WindowRule {
  readonly counts: 'requests' | 'inputTokens' | 'outputTokens' | 'tokens';
  readonly per: 'second' | 'minute' | 'day';
  readonly limit: number;
  readonly span: LimitSpan;
}

/** At most `limit` calls reserved or under way at once. */
export interface CallsRule {
  readonly counts: 'calls';
  readonly limit: number;
}

/** A limit as the one who asks knows it: the store keeps what was taken, not what may be. */
export type LimitRule = WindowRule | CallsRule;

/** May a call of this charge have room in its group, in every dimension or none? */
export interface LimitAsk {
  /** Made by the one who asks and used once; the same id asked again is the same reservation. */
  readonly id: string;
  readonly group: string;
  readonly charge: Charge;
}

/** What became of a reservation. A change that comes twice counts once; one of a reservation that is gone does nothing. */
export type LimitChange =
  | {
      /** It leaves now: until now it was held whatever the time, from now on it counts for as long as its spans. */
      readonly type: 'start';
      readonly id: string;
      readonly group: string;
      /** Of a call that left without asking, while the store was away: it is taken whether there is room or not. */
      readonly charge?: Charge;
    }
  | {
      /** It has ended. */
      readonly type: 'settle';
      readonly id: string;
      readonly group: string;
      /** What it took; what is beyond the reservation counts from now. Missing: nobody knows, it stays as reserved. */
      readonly charge?: Charge;
    }
  /** It never reached the vendor, or is no longer wanted: all of it is given back, its place in line too. */
  | { readonly type: 'release'; readonly id: string; readonly group: string }
  /** The vendor has counted `used`: what is beyond all that is known here was used by others, and counts from now. */
  | { readonly type: 'observe'; readonly group: string; readonly rule: WindowRule; readonly used: number };

/** All that a process has to say and ask at one time. */
export interface LimitExchange {
  /** The process: unique, new at every start. */
  readonly owner: string;
  /** From now until then the owner holds what it has reserved; every exchange says it anew. */
  readonly leaseMs: number;
  /** Of every group that is named below. */
  readonly rules: Readonly<Record<string, readonly LimitRule[]>>;
  readonly changes: readonly LimitChange[];
  readonly asks: readonly LimitAsk[];
}

/** `inMs`: when to ask again, from now. */
export type LimitAnswer = { readonly type: 'reserved' } | { readonly type: 'later'; readonly inMs: number };

export interface LimitReply {
  /** In the order of the asks. */
  readonly answers: readonly LimitAnswer[];
  /** Processes that hold a lease, this one included. */
  readonly owners: number;
}

/**
 * Counts what several processes take from quota groups they share. Promises:
 *
 * - One exchange is one step for everybody: it happens once, whole or not at all. Changes come before asks, each in its order.
 * - An ask is granted only if every rule holds, with all that is reserved, under way or still counts, by the store's own clock.
 *   A charge beyond a whole limit is granted when nothing else counts.
 * - An ask that is refused is told when it could be granted, if those before it use their room. It has a place in line until a
 *   little after then, one for each owner and group: nobody takes that room before it, and those who wait are told different
 *   times. After one refusal the owner's further asks of that group are refused too.
 * - When a lease has ended, calls of its owner no longer are under way, and what it had reserved but not started counts as
 *   started.
 */
export interface LimitStore {
  readonly name: string;
  exchange(exchange: LimitExchange): Promise<LimitReply>;
  close(): Promise<void>;
}
