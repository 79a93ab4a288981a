import { toTargetName, type Target } from '../domain/target.ts';
import type { OfferedTarget, RouteOffer } from '../ports/planner.ts';
import type { Pool } from './check-pool.ts';

/** What the pool offers: its routes that somebody serves, and what the models of each can do and cost. */
export function toOffers(pool: Pool): readonly RouteOffer[] {
  return [...pool.routes]
    .map(([name, targets]) => ({ name, targets: targets.filter(isServed).map((target) => toOffer(target, pool)) }))
    .filter(({ targets }) => targets.length > 0);

  function isServed({ provider }: Target): boolean {
    return pool.served?.has(provider) ?? true;
  }
}

function toOffer(target: Target, { providers, prices }: Pool): OfferedTarget {
  const provider = providers.get(target.provider)!;
  const { contextTokens, maxOutputTokens, jsonOutput, images } = provider.capabilities(target.model);
  const price = prices[toTargetName(target)] ?? provider.price(target.model);
  return {
    target,
    contextTokens,
    maxOutputTokens,
    jsonOutput,
    readsImages: images,
    ...(price !== undefined && { price }),
  };
}
