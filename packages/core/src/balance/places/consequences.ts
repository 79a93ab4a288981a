import type { ProviderError } from '../../errors/provider-error.ts';
import type { Hold } from './hold.ts';
import type { Place } from './place.ts';

const REFUSED = { firstMs: 1_000, mostMs: 60_000 };
const OVERLOADED = { firstMs: 1_000, mostMs: 30_000 };
/** No vendor says when a quota that is used up comes back unless it sends a time; asking once in a while costs nothing. */
const EXHAUSTED = { firstMs: 60_000, mostMs: 60 * 60_000 };

export interface FailedCall {
  readonly place: Place;
  /** Of the model. */
  readonly hold: Hold;
  readonly error: ProviderError;
  /** A refusal whose reason is known now: keeping to the limits keeps from the next one. */
  readonly isUnderstood: boolean;
}

/** What follows from a failure for account, quota group, model and server. */
export function sufferFailure({ place, hold, error, isUnderstood }: FailedCall, now: number): void {
  const { group, breaker, member } = place;
  const ms = error.retryAfterMs;
  switch (error.kind) {
    case 'rate-limited':
      breaker.onNeither();
      return group.hold.stop('rate-limited', now, { ...REFUSED, ms }, !isUnderstood);
    case 'quota-exhausted':
      breaker.onNeither();
      return group.hold.stop('quota-exhausted', now, { ...EXHAUSTED, ms }, true);
    case 'overloaded':
      breaker.onNeither();
      return hold.stop('overloaded', now, { ...OVERLOADED, ms }, true);
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
}
