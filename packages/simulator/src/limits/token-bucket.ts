import type { Window } from './limits.ts';

/** Sums of refills are not exact; a billionth of a token is none. */
const ROUNDING = 1e-9;

/** Holds up to `burst` and refills evenly by `limit` a window: at most `burst + limit × length / windowMs` in any stretch. */
export function createTokenBucket(initialLimit: number, windowMs: number, burst?: number): Window {
  let limit = initialLimit;
  let level = burst ?? limit;
  let filledAt = -Infinity;

  const capacity = (): number => burst ?? limit;

  function refill(now: number): void {
    if (filledAt !== -Infinity) level = Math.min(capacity(), level + ((now - filledAt) * limit) / windowMs);
    filledAt = now;
  }

  const msFor = (amount: number): number => {
    const lacking = amount - level;
    return lacking < ROUNDING ? 0 : (lacking * windowMs) / limit;
  };

  return {
    get limit() {
      return limit;
    },
    waitMs(amount, now) {
      refill(now);
      return amount > capacity() ? Infinity : msFor(amount);
    },
    take(amount, now) {
      refill(now);
      level -= amount;
    },
    remaining(now) {
      refill(now);
      return Math.max(0, Math.floor(level));
    },
    resetMs(now) {
      refill(now);
      return msFor(capacity());
    },
    resize(next, now) {
      refill(now);
      limit = next;
      level = Math.min(level, capacity());
    },
  };
}
