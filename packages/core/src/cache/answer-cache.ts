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

/** A cache that takes longer is no help: then it is away. */
const PATIENCE_MS = 2_000;
/** So long nobody asks a cache that is away. */
const PAUSE_MS = 10_000;

export function createAnswerCache({ store, policy }: CheckedCache, clock: Clock): AnswerCache {
  let awayUntil = 0;
  let isSaid = false;

  /** Said once, until it is there again. */
  function away(error: unknown): void {
    awayUntil = clock.now() + PAUSE_MS;
    if (!isSaid) process.emitWarning(`The response cache is away: ${String(error)}`, { code: 'MANYHANDS_CACHE' });
    isSaid = true;
  }

  function inTime<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = new Error(`It did not answer within ${PATIENCE_MS} ms.`);
      const clear = clock.setTimer(() => reject(late), PATIENCE_MS);
      promise.then(resolve, reject).finally(clear);
    });
  }

  return {
    policy,
    flights: createFlights(),
    now: clock.now,
    async find(keys, maxAgeMs) {
      if (clock.now() < awayUntil) return new Map();
      try {
        const found = await inTime(store.find(keys, clock.now() - maxAgeMs));
        isSaid = false;
        return found;
      } catch (error) {
        away(error);
        return new Map();
      }
    },
    keep(key, cached) {
      if (clock.now() >= awayUntil) store.store(key, cached).catch(away);
    },
    close: () => store.close(),
  };
}
