import { ANY_ROUTE, toTargetName } from '../domain/target.ts';
import type { CallEstimate, Charge } from '../domain/limits.ts';
import type { PermitRequest } from '../ports/balancer.ts';
import type { AccountPool, Place } from './pool.ts';
import type { Pauses } from './pauses.ts';

export interface Choice {
  readonly place: Place;
  readonly charge: Charge;
}

/** `earliestAt`: infinite while only the end of a call, or a person, can help. */
export type Chosen =
  | { readonly type: 'now'; readonly choice: Choice }
  | { readonly type: 'later'; readonly earliestAt: number }
  | { readonly type: 'never' };

export interface ChooserOptions {
  readonly pool: AccountPool;
  readonly pauses: Pauses;
  estimate(request: PermitRequest, place: Place): CallEstimate;
  /** The account that served calls with the same prefix, and may still hold it in its cache. */
  warmAccount(affinityKey: string | undefined): string | undefined;
}

/** Finds the place where a call can start now, or when there will be one. */
export function createChooser({ pool, pauses, estimate, warmAccount }: ChooserOptions) {
  return function choose(request: PermitRequest, now: number): Chosen {
    const places = usable(request);
    if (places.length === 0) return { type: 'never' };
    let best: (Choice & { readonly score: number }) | undefined;
    let earliestAt = Number.POSITIVE_INFINITY;
    const warm = warmAccount(request.affinityKey);
    for (const place of places) {
      const charge = place.provider.quota.reserve(estimate(request, place));
      const at = earliest(place, charge, now);
      if (at > now) {
        earliestAt = Math.min(earliestAt, at);
        continue;
      }
      const score = scoreOf(request, place, place.group.fill(charge, now), warm);
      if (best === undefined || score < best.score) best = { place, charge, score };
    }
    return best === undefined ? { type: 'later', earliestAt } : { type: 'now', choice: best };
  };

  /** Accounts that failed the task are taken again only when there are no others. */
  function usable({ targets, avoid }: PermitRequest): readonly Place[] {
    const places = targets.flatMap(pool.placesOf).filter(({ member }) => !member.hasBadKey);
    if (avoid === undefined || avoid.size === 0) return places;
    const others = places.filter(({ member }) => !avoid.has(member.account.id) && !member.isDisabled);
    return others.length > 0 ? others : places;
  }

  function earliest(place: Place, charge: Charge, now: number): number {
    const { member, group, breaker, target } = place;
    if (member.isDisabled) return Number.POSITIVE_INFINITY;
    const paused = Math.max(
      pauses.get(group.key, now)?.until ?? now,
      pauses.get(toTargetName(target), now)?.until ?? now,
    );
    return Math.max(paused, breaker.earliest(now), group.earliest(charge, now));
  }
}

/** A warm cache is worth this much of a limit, no more: others are not idled for it. */
const WARM_BONUS = 0.1;

/** Less is better. A named route is an order of preference; `any` has none, and goes to the least filled. */
function scoreOf({ route, targets }: PermitRequest, place: Place, fill: number, warm: string | undefined): number {
  const preference = route === ANY_ROUTE ? 0 : targets.indexOf(place.target);
  const bonus = warm === place.member.account.id ? WARM_BONUS : 0;
  return preference * 1_000 + fill - bonus;
}
