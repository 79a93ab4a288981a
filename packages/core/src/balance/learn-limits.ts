import type { LimitObservation } from '../domain/limits.ts';
import type { QuotaGroup } from './quota-group.ts';

/**
 * Takes over what a response said: the vendor's limit, and what it has counted beyond what we know. Our own count holds calls
 * in flight that may not be in the vendor's, so it is only ever raised.
 */
export function learnLimits(group: QuotaGroup, observations: readonly LimitObservation[], now: number): void {
  for (const { name, limit, remaining } of observations) {
    if (limit !== undefined && limit > 0) group.setLimit(name, limit, 'learned');
    if (limit === undefined || remaining === undefined || name === 'maxConcurrent') continue;
    const foreign = limit - remaining - group.used(name, now);
    // A share of a key is used by others by agreement: only what is beyond all of the limit matters, and the vendor says that by refusing.
    if (foreign > 0) group.addForeign(name, foreign, now);
  }
}
