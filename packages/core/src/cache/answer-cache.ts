import type { CheckedCache } from '../config/check-cache.ts';
import type { Clock } from '../ports/clock.ts';
import type { CachedResponse } from '../ports/response-cache.ts';
import { createFlights, type Flights } from './flights.ts';

/** The response cache as an orchestrator uses it: when it is away, nothing is found and nothing is kept. */
export interface AnswerCache extends Pick<CheckedCache, 'policy'> {
  readonly flights: Flights;
  readonly now: () => number;
  find(keys: readonly string[], maxAgeMs: number): Promise<ReadonlyMap<string, CachedResponse>>;
  /** Not waited for. */
  keep(key: string, cached: CachedResponse): void;
  close(): Promise<void>;
}

export function createAnswerCache({ store, policy }: CheckedCache, clock: Clock): AnswerCache {
  let isAway = false;

  /** Once, until it is there again. */
  function away(error: unknown): void {
    if (!isAway) process.emitWarning(`The response cache is away: ${String(error)}`, { code: 'MANYHANDS_CACHE' });
    isAway = true;
  }

  return {
    policy,
    flights: createFlights(),
    now: clock.now,
    async find(keys, maxAgeMs) {
      try {
        const found = await store.find(keys, clock.now() - maxAgeMs);
        isAway = false;
        return found;
      } catch (error) {
        away(error);
        return new Map();
      }
    },
    keep: (key, cached) => void store.store(key, cached).catch(away),
    close: () => store.close(),
  };
}
