import { toTargetName } from '../domain/target.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { Pauses } from './pauses.ts';
import type { Place } from './pool.ts';

/** What follows from a failure for account, quota group, model and server. */
export interface Consequences {
  onAnswer(groupKey: string, targetName: string): void;
  onFailure(place: Place, error: ProviderError, now: number): void;
}

const REFUSED = { firstMs: 1_000, mostMs: 60_000 };
const OVERLOADED = { firstMs: 1_000, mostMs: 30_000 };
/** No vendor says when a quota that is used up comes back unless it sends a time; asking once in a while costs nothing. */
const EXHAUSTED = { firstMs: 60_000, mostMs: 60 * 60_000 };

export function createConsequences(pauses: Pauses): Consequences {
  return {
    onAnswer(groupKey, targetName) {
      pauses.clear(groupKey);
      pauses.clear(targetName);
    },
    onFailure({ group, breaker, member, target }, error, now) {
      const ms = error.retryAfterMs;
      switch (error.kind) {
        case 'rate-limited':
          breaker.onNeither();
          group.concurrency.onRefusal(group.inFlight);
          return pauses.set(group.key, 'rate-limited', now, { ...REFUSED, ms });
        case 'quota-exhausted':
          breaker.onNeither();
          return pauses.set(group.key, 'quota-exhausted', now, { ...EXHAUSTED, ms });
        case 'overloaded':
          breaker.onNeither();
          return pauses.set(toTargetName(target), 'overloaded', now, { ...OVERLOADED, ms });
        case 'credential':
          breaker.onNeither();
          member.hasBadKey = true;
          return undefined;
        case 'server':
        case 'network':
        case 'timeout':
        case 'invalid-response':
          return breaker.onFailure(now);
        default:
          return breaker.onNeither();
      }
    },
  };
}
