import type { CachedResponse } from '../ports/response-cache.ts';

/** A request like one that is being asked at this moment. */
export interface Follower {
  /** The other was answered. */
  give(cached: CachedResponse): void;
  /** It was not: this one is asked in its place. */
  ask(): void;
}

/** Requests that are being asked: who asks the same meanwhile waits for that answer, and is not asked twice. */
export interface Flights {
  /** `false`: nobody asks this now, so this one does, and says how it ended. */
  join(key: string, follower: Follower): boolean;
  leave(key: string, follower: Follower): void;
  /** Without an answer: the next of those who wait asks. */
  land(key: string, cached?: CachedResponse): void;
}

export function createFlights(): Flights {
  const flights = new Map<string, Set<Follower>>();
  return {
    join(key, follower) {
      const waiting = flights.get(key);
      if (waiting === undefined) flights.set(key, new Set());
      else waiting.add(follower);
      return waiting !== undefined;
    },
    leave: (key, follower) => void flights.get(key)?.delete(follower),
    land(key, cached) {
      const waiting = flights.get(key) ?? new Set();
      const [next] = waiting;
      if (cached !== undefined || next === undefined) flights.delete(key);
      if (cached !== undefined) for (const follower of waiting) follower.give(cached);
      else if (next !== undefined) {
        waiting.delete(next);
        next.ask();
      }
    },
  };
}
