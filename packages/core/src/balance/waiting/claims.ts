import type { Charge } from '../../domain/limits.ts';
import type { Claim, QuotaGroup } from '../limits/quota-group.ts';
import { earliestAt, type Place } from '../places/place.ts';
import type { Waiter } from './waiter.ts';

/**
 * Room that those whose turn it was, and who found none, wait for. Others may use what is left beside it: nothing stands idle,
 * and a large call is not passed for ever by small ones.
 */
export interface Claims {
  /** Counts the claims that were given up, or served. */
  readonly changes: number;
  has(waiter: Waiter): boolean;
  /** Does nothing where somebody else has claimed the group; a waiter has one claim. */
  make(waiter: Waiter, place: Place, claim: Claim): void;
  drop(waiter: Waiter): void;
  /** Those whose room is there now, or may be; who claimed first comes first. */
  due(now: number): readonly Waiter[];
  /** Epoch ms, after `now`: when the next of them is due; infinite when that depends on other things than time. */
  nextAt(now: number): number;
  /** Whether the call may take room there now. */
  isFree(waiter: Waiter, place: Place, charge: Charge, now: number): boolean;
}

interface Owned extends Claim {
  readonly owner: Waiter;
  readonly place: Place;
  at: number;
}

const NOBODY: readonly Waiter[] = [];

export function createClaims(): Claims {
  const claims = new Map<Waiter, Owned>();
  const byGroup = new Map<QuotaGroup, Owned>();
  let changes = 0;

  function drop(waiter: Waiter): void {
    const claim = claims.get(waiter);
    if (claim === undefined) return;
    claims.delete(waiter);
    byGroup.delete(claim.place.group.quota);
    changes += 1;
  }

  function isDue(claim: Owned, now: number): boolean {
    const at = earliestAt(claim.place, claim.charge, now);
    if (Number.isFinite(at)) claim.at = at;
    return at <= now;
  }

  return {
    get changes() {
      return changes;
    },
    has: (waiter) => claims.has(waiter),
    make(owner, place, { charge, at }) {
      const known = byGroup.get(place.group.quota);
      if (known !== undefined && known.owner !== owner) return;
      if (known === undefined) drop(owner);
      const claim = { owner, place, charge, at };
      claims.set(owner, claim);
      byGroup.set(place.group.quota, claim);
    },
    drop,
    due(now) {
      if (claims.size === 0) return NOBODY;
      return [...claims.values()].filter((claim) => isDue(claim, now)).map(({ owner }) => owner);
    },
    nextAt(now) {
      let next = Number.POSITIVE_INFINITY;
      for (const { at } of claims.values()) if (at > now) next = Math.min(next, at);
      return next;
    },
    isFree(waiter, { group: { quota } }, charge, now) {
      const claim = claims.size === 0 ? undefined : byGroup.get(quota);
      return claim === undefined || claim.owner === waiter || quota.fitsBeside(claim, charge, now);
    },
  };
}
