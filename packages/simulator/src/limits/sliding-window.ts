import type { Window } from './limits.ts';

interface Taken {
  readonly at: number;
  readonly amount: number;
}

/** At most `limit` in any stretch of `windowMs`: what is taken at `t` counts until just before `t + windowMs`. */
export function createSlidingWindow(initialLimit: number, windowMs: number): Window {
  let limit = initialLimit;
  let taken: Taken[] = [];
  let first = 0;
  let used = 0;

  function forget(now: number): void {
    for (let oldest = taken[first]; oldest !== undefined && oldest.at + windowMs <= now; oldest = taken[first]) {
      used -= oldest.amount;
      first += 1;
    }
    if (first > 1024) {
      taken = taken.slice(first);
      first = 0;
    }
  }

  /** When enough of what was taken is forgotten for `amount` to fit. */
  function fitsAt(amount: number): number {
    let free = limit - used;
    for (let index = first; index < taken.length; index += 1) {
      const { at, amount: freed } = taken[index] as Taken;
      free += freed;
      if (free >= amount) return at + windowMs;
    }
    return Infinity;
  }

  return {
    get limit() {
      return limit;
    },
    waitMs(amount, now) {
      forget(now);
      if (amount > limit) return Infinity;
      return used + amount <= limit ? 0 : fitsAt(amount) - now;
    },
    take(amount, now) {
      forget(now);
      taken.push({ at: now, amount });
      used += amount;
    },
    remaining(now) {
      forget(now);
      return Math.max(0, limit - used);
    },
    resetMs(now) {
      forget(now);
      const last = first < taken.length ? taken.at(-1) : undefined;
      return last === undefined ? 0 : last.at + windowMs - now;
    },
    resize(next) {
      limit = next;
    },
  };
}
