import { ANY_ROUTE } from '../../domain/target.ts';
import type { CallEstimate, Charge } from '../../domain/limits.ts';
import type { PermitRequest } from '../../ports/balancer.ts';
import { earliestAt, isOpen, type Place } from './place.ts';
import type { Later } from './shelf.ts';
import type { PooledTarget } from './targets.ts';

/** Where a call goes, and what it takes there. */
export interface Choice {
  readonly place: Place;
  readonly target: PooledTarget;
  readonly charge: Charge;
}

export type Chosen =
  | { readonly type: 'now'; readonly choice: Choice }
  /** `soonest`: the first room that is known to come. Missing: only the end of a call, or a person, can help. */
  | { readonly type: 'later'; readonly soonest: (Later & { readonly charge: Charge }) | undefined }
  | { readonly type: 'never' };

export interface ChooserOptions {
  /** The account that served calls with the same prefix, and may still hold it in its cache. */
  warmAccount(request: PermitRequest): string | undefined;
  /** US dollars of a call, where calls go to the cheapest of equals; infinite where nobody knows. Missing: to the least filled. */
  readonly priceOf?: ((target: PooledTarget, estimate: CallEstimate) => number) | undefined;
}

export interface Chooser {
  /** @param isFree whether the call may take room there: others may have claimed it */
  choose(
    request: PermitRequest,
    reach: readonly PooledTarget[],
    isFree: (place: Place, charge: Charge) => boolean,
    now: number,
  ): Chosen;
  /** Epoch ms from which the call could go, of all its places; infinite when that is not known. A look at all of them. */
  earliest(request: PermitRequest, reach: readonly PooledTarget[], now: number): number;
}

/** A warm cache is worth this much of a limit, no more: others are not idled for it. */
const WARM_BONUS = 0.1;

interface Candidate extends Choice {
  readonly fill: number;
  readonly price: number;
}

/** Finds the place where a call can start now, or when there will be one. */
export function createChooser({ warmAccount, priceOf }: ChooserOptions): Chooser {
  function choose(
    request: PermitRequest,
    reach: readonly PooledTarget[],
    isFree: (place: Place, charge: Charge) => boolean,
    now: number,
  ): Chosen {
    const avoid = avoided(request, reach);
    const warm = warmAccount(request);
    let best: Candidate | undefined;
    let soonest: (Later & { readonly charge: Charge }) | undefined;
    for (const target of reach) {
      if (target.hold.earliest(now, target.inFlight) > now || target.provider === undefined) continue;
      const expected = target.lengths.expect(request);
      const charge = target.provider.quota.reserve(expected);
      const mayTake = (place: Place) => avoid?.has(place.member.account.id) !== true && isFree(place, charge);
      const found = target.shelf.find(charge, mayTake, now);
      if (found.type === 'later') {
        if (found.soonest !== undefined && !(found.soonest.at >= (soonest?.at ?? Number.POSITIVE_INFINITY))) {
          soonest = { ...found.soonest, charge };
        }
        continue;
      }
      const place = warmer(found.place, warm === undefined ? undefined : target.places.get(warm), charge, mayTake, now);
      // A named route is an order of preference; `any` has none.
      const isOnly = reach.length === 1 || request.route !== ANY_ROUTE;
      if (isOnly) return { type: 'now', choice: { place, target, charge } };
      const candidate = {
        place,
        target,
        charge,
        fill: place.group.quota.fill(now),
        price: priceOf?.(target, expected) ?? 0,
      };
      if (best === undefined || isBetter(candidate, best)) best = candidate;
    }
    if (best !== undefined) return { type: 'now', choice: best };
    return soonest === undefined && isHopeless(reach) ? { type: 'never' } : { type: 'later', soonest };
  }

  function earliest(request: PermitRequest, reach: readonly PooledTarget[], now: number): number {
    let at = Number.POSITIVE_INFINITY;
    for (const target of reach) {
      if (target.provider === undefined) continue;
      const charge = target.provider.quota.reserve(target.lengths.expect(request));
      const from = target.hold.earliest(now, target.inFlight);
      for (const place of target.shelf.places) at = Math.min(at, Math.max(from, earliestAt(place, charge, now)));
    }
    return at;
  }

  return { choose, earliest };
}

/** Accounts that failed the task are taken again only when there are no others. */
function avoided({ avoid }: PermitRequest, reach: readonly PooledTarget[]): ReadonlySet<string> | undefined {
  if (avoid === undefined || avoid.size === 0) return undefined;
  const hasOthers = reach.some(({ shelf }) =>
    Iterator.from(shelf.places).some(({ member }) => isOpen(member) && !avoid.has(member.account.id)),
  );
  return hasOthers ? avoid : undefined;
}

function isHopeless(reach: readonly PooledTarget[]): boolean {
  return !reach.some(({ shelf }) =>
    Iterator.from(shelf.places).some(({ member }) => !member.hasBadKey && !member.isDraining),
  );
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.price === b.price ? a.fill < b.fill : a.price < b.price;
}

function warmer(
  found: Place,
  warm: Place | undefined,
  charge: Charge,
  mayTake: (place: Place) => boolean,
  now: number,
): Place {
  if (warm === undefined || warm === found) return found;
  const isWorthIt = warm.group.quota.fill(now) - WARM_BONUS <= found.group.quota.fill(now);
  return isWorthIt && earliestAt(warm, charge, now) <= now && mayTake(warm) ? warm : found;
}
