import type { Clock } from '../ports/clock.ts';

/**
 * Wall time that never goes backwards: read from the monotonic clock, so a corrected system clock starts no burst. Time
 * asleep (a suspended laptop) may be missing from it, which only makes waits longer.
 */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  date: () => Date.now(),
  setTimer(callback, delayMs, options) {
    const timer = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delayMs)), 2 ** 31 - 1));
    if (options?.background === true) timer.unref();
    return () => clearTimeout(timer);
  },
};
