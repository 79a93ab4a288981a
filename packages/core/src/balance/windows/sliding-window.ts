import type { Slice, Window } from './window.ts';

/** At most `limit` in any `windowMs`. Slices leave in the order they came; the front is cut off in batches. */
export function createSlidingWindow(limit: number, windowMs: number): Window {
  let slices: Slice[] = [];
  let first = 0;
  let total = 0;

  function forget(now: number): void {
    for (let slice = slices[first]; slice !== undefined && slice.at + windowMs <= now; slice = slices[first]) {
      total -= slice.amount;
      first += 1;
    }
    if (first === slices.length) total = 0;
    if (first < 64 || first * 2 < slices.length) return;
    slices = slices.slice(first);
    first = 0;
  }

  function isCounted(slice: Slice, now: number): boolean {
    return slice.at + windowMs > now;
  }

  function take(amount: number, now: number): Slice {
    const slice = { amount, at: now };
    slices.push(slice);
    total += amount;
    return slice;
  }

  const window: Window = {
    limit,
    used(now) {
      forget(now);
      return total;
    },
    earliest(amount, now) {
      forget(now);
      let excess = total + Math.min(amount, window.limit) - window.limit;
      if (excess <= 0) return now;
      for (let index = first; index < slices.length; index += 1) {
        const slice = slices[index]!;
        excess -= slice.amount;
        if (excess <= 1e-9) return slice.at + windowMs;
      }
      return now + windowMs;
    },
    take(amount, now) {
      forget(now);
      return take(amount, now);
    },
    restamp(slice, now) {
      if (slice.at >= now || slice.amount === 0) return;
      forget(now);
      if (!isCounted(slice, now)) return;
      // The order of the queue is the order of time, so the old entry is emptied and the slice stands anew at the end.
      const index = slices.indexOf(slice, first);
      slices[index] = { amount: 0, at: slice.at };
      slice.at = now;
      slices.push(slice);
    },
    correct(slice, amount, now) {
      forget(now);
      if (amount > slice.amount) take(amount - slice.amount, now);
      else if (isCounted(slice, now)) {
        total -= slice.amount - amount;
        slice.amount = amount;
      }
    },
  };
  return window;
}
