import type { Window } from './limits.ts';

/** At most `limit` in each of the windows between one reset and the next. `nextReset` is the first one after `now`. */
export function createFixedWindow(initialLimit: number, nextReset: (now: number) => number): Window {
  let limit = initialLimit;
  let used = 0;
  let endsAt = -Infinity;

  function turn(now: number): void {
    if (now < endsAt) return;
    used = 0;
    endsAt = nextReset(now);
  }

  return {
    get limit() {
      return limit;
    },
    waitMs(amount, now) {
      turn(now);
      if (amount > limit) return Infinity;
      return used + amount <= limit ? 0 : endsAt - now;
    },
    take(amount, now) {
      turn(now);
      used += amount;
    },
    remaining(now) {
      turn(now);
      return Math.max(0, limit - used);
    },
    resetMs(now) {
      turn(now);
      return used === 0 ? 0 : endsAt - now;
    },
    resize(next) {
      limit = next;
    },
  };
}

/** Windows of `windowMs` that start together on a clock that is `offsetMs` ahead of the simulator's. */
export function everyWindow(windowMs: number, offsetMs: number): (now: number) => number {
  return (now) => (Math.floor((now + offsetMs) / windowMs) + 1) * windowMs - offsetMs;
}
