import type { WindowModel } from '../../domain/limits.ts';
import { createBucketWindow } from './bucket-window.ts';
import { createDayWindow } from './day-window.ts';
import { createFixedWindow } from './fixed-window.ts';
import { SlidingWindow } from './sliding-window.ts';
import type { Window } from './window.ts';

/** Short windows have a short guard: it would be a large part of them, and lost. */
const GUARD_SHARE = 0.05;

export interface WindowOptions {
  readonly windowMs: number;
  /** How long calls may be on their way, one more than another. */
  readonly guardMs: number;
  /** Part of the limit that is ours; then so is the same part of what may come at once. */
  readonly share: number;
  /** The account's owner says that it is so: the vendor need not show it first. */
  readonly isStated: boolean;
  toDate(now: number): number;
}

export function createWindow(model: WindowModel, limit: number, options: WindowOptions): Window {
  const { windowMs, toDate } = options;
  const guardMs = guardOf(windowMs, options.guardMs);
  switch (model.type) {
    case 'sliding':
      return new SlidingWindow(limit, windowMs, guardMs);
    case 'bucket':
      return createBucketWindow(limit, {
        windowMs,
        guardMs,
        burst: toOurs(model.burst, options.share),
        isStated: options.isStated,
      });
    case 'fixed':
      return createFixedWindow(limit, windowMs, guardMs);
    case 'day':
      return createDayWindow(limit, model.timeZone, guardMs, toDate);
  }
}

export function guardOf(windowMs: number, guardMs: number): number {
  return Math.min(guardMs, windowMs * GUARD_SHARE);
}

function toOurs(burst: number | undefined, share: number): number | undefined {
  return burst === undefined ? undefined : Math.max(1, burst * share);
}
