import type { WindowModel } from '../../ports/provider.ts';
import { createDayWindow } from './day-window.ts';
import { createSlidingWindow } from './sliding-window.ts';

/** Part of a window that one call takes. */
export interface Slice {
  amount: number;
  /** Epoch ms: the latest moment the vendor may have counted it. */
  at: number;
}

/** One limit of a quota group over time. Never over its limit in any window of the vendor's, whatever the order of calls. */
export interface Window {
  limit: number;
  used(now: number): number;
  /** Epoch ms, `now` or later: when `amount` fits if nothing else is taken. More than the limit waits for an empty window. */
  earliest(amount: number, now: number): number;
  take(amount: number, now: number): Slice;
  /** The call has left only now. */
  restamp(slice: Slice, now: number): void;
  /** What it took in the end; what came on top of the reservation counts from now. */
  correct(slice: Slice, amount: number, now: number): void;
}

/**
 * A client that keeps to the limit in every sliding window also keeps to a token bucket of that size and to fixed windows
 * wherever they start, so the three share one model.
 */
export function createWindow(model: WindowModel, limit: number, windowMs: number, guardMs: number): Window {
  return model.type === 'day'
    ? createDayWindow(limit, model.timeZone, guardMs)
    : createSlidingWindow(limit, windowMs + guardMs);
}
