import { createMidnight } from './midnight.ts';
import { ResetWindow } from './reset-window.ts';
import type { Window } from './window.ts';

/** How far the clocks of this machine and the vendor's may be apart. It is felt at midnight only. */
const CLOCKS_APART_MS = 5_000;

/**
 * At most `limit` from midnight to midnight on the vendor's clock.
 *
 * @param toDate what the calendar says, in epoch ms, when the clock that windows are asked in says `now`
 */
export function createDayWindow(
  limit: number,
  timeZone: string,
  guardMs: number,
  toDate: (now: number) => number,
): Window {
  return new ResetWindow(limit, {
    toResetClock: toDate,
    next: createMidnight(timeZone),
    marginMs: CLOCKS_APART_MS + guardMs,
  });
}
