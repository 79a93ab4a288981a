import type { OfferedTarget, RouteOffer } from '../ports/planner.ts';

/** A route of one model that is nothing but what is said of it. */
export function aRoute(name: string, facts: Partial<OfferedTarget> = {}): RouteOffer {
  return { name, targets: [anOffer(facts)] };
}

export function anOffer(facts: Partial<OfferedTarget> = {}): OfferedTarget {
  return {
    target: { provider: 'scripted', model: 'model' },
    contextTokens: 128_000,
    maxOutputTokens: 8_000,
    jsonOutput: 'schema',
    readsImages: true,
    ...facts,
  };
}
