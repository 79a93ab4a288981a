import { createMidnight } from './midnight.ts';
import type { Window } from './window.ts';

/**
 * At most `limit` from midnight to midnight on the vendor's clock. Around midnight (`guardMs` each side) a call may fall on
 * either day: it waits until that is clear, and what was taken just before counts for the new day too.
 */
export function createDayWindow(limit: number, timeZone: string, guardMs: number): Window {
  const nextMidnight = createMidnight(timeZone);
  let endsAt = Number.NEGATIVE_INFINITY;
  let total = 0;

  function turn(now: number): void {
    if (now < endsAt) return;
    endsAt = nextMidnight(now) + guardMs;
    total = 0;
  }

  const window: Window = {
    limit,
    used(now) {
      turn(now);
      return total;
    },
    earliest(amount, now) {
      turn(now);
      return total + Math.min(amount, window.limit) <= window.limit ? now : endsAt;
    },
    take(amount, now) {
      turn(now);
      total += amount;
      return { amount, at: now };
    },
    restamp(slice, now) {
      const dayEnd = endsAt;
      turn(now);
      if (endsAt !== dayEnd) total += slice.amount;
      slice.at = now;
    },
    correct(slice, amount, now) {
      turn(now);
      total = Math.max(0, total + amount - slice.amount);
      slice.amount = amount;
    },
  };
  return window;
}
