import type { Charge } from '../../domain/limits.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LimitAnswer, LimitStore } from '../../ports/limit-store.ts';
import type { QuotaGroup } from '../limits/quota-group.ts';
import type { PooledGroup } from '../places/place.ts';
import { createExchanges, type Question } from './exchanges.ts';
import { reserveShared, type SharedReservation } from './shared-reservation.ts';
import { spanMs, toRules } from './to-rules.ts';

/** Limits that several processes share: a store counts them, and what this process counts itself is the view until it answers. */
export interface LimitSharing {
  /** Asks for what was reserved here. `onAnswer` is called once, unless the reservation ends before. */
  reserve(group: PooledGroup, charge: Charge, asker: Asker): SharedReservation;
  close(): Promise<void>;
}

export type Asker = Pick<Question, 'renew' | 'onAnswer'>;

export interface LimitSharingOptions {
  readonly store: LimitStore;
  readonly clock: Clock;
  /** How long others take this process for alive, in ms, after it was heard of last. */
  readonly leaseMs: number;
  /** While the store cannot be reached: no call leaves (`wait`), or as many as are this process's part (`share`). */
  readonly whenAway: 'wait' | 'share';
}

/** How long those who were put off without the store wait. */
const LOOK_AGAIN_MS = 1_000;

export function createLimitSharing({ store, clock, leaseMs, whenAway }: LimitSharingOptions): LimitSharing {
  const groups = new Map<string, QuotaGroup>();
  const rulesOf = (key: string) => toRules(groups.get(key)!.shapes());
  const exchanges = createExchanges({ store, clock, leaseMs, rulesOf, answerAway });

  /**
   * What others took before the store was gone is over when the longest span is: then each of them keeps to its part. What
   * counts for a day, and what is shared by nobody knows how many, waits for the store.
   */
  function answerAway({ group }: { readonly group: string }): LimitAnswer | undefined {
    const { owners, heardAt } = exchanges;
    if (whenAway === 'wait' || owners === undefined) return undefined;
    const now = clock.now();
    const longestMs = Math.max(0, ...rulesOf(group).map((rule) => ('span' in rule ? spanMs(rule.span) : 0)));
    if (!Number.isFinite(longestMs) || now - heardAt < Math.max(leaseMs, longestMs)) return undefined;
    const isWithin = groups.get(group)!.isWithin(1 / owners, now);
    return isWithin ? { type: 'reserved' } : { type: 'later', inMs: LOOK_AGAIN_MS };
  }

  return {
    reserve({ key, quota }, charge, { renew, onAnswer }) {
      groups.set(key, quota);
      const isKnown = () => clock.now() - exchanges.heardAt < leaseMs;
      return reserveShared({ exchanges, group: key, charge, isKnown, renew, onAnswer });
    },
    close: exchanges.close,
  };
}
