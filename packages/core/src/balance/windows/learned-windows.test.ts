import { describe, expect, it } from 'vitest';
import type { WindowModel } from '../../domain/limits.ts';
import { bucketVendor, fixedVendor, slidingVendor, type StrictVendor } from '../../testing/windows/strict-vendors.ts';
import { createWindow } from './create-window.ts';
import { createSlice, type Window } from './window.ts';

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 2, 7, 12);

function createFor(model: WindowModel, limit: number, share = 1): Window {
  return createWindow(model, limit, { windowMs: MINUTE_MS, guardMs: 0, share, isStated: false, toDate: (now) => now });
}

/** Calls of one, as fast as they are let go, each answered at once; how many of them the vendor let in by when. */
function runFor(
  ms: number,
  window: Window,
  vendor: StrictVendor,
): { readonly accepted: number; readonly refused: number } {
  let accepted = 0;
  let refused = 0;
  for (let now = window.earliest(1, START); now < START + ms; now = window.earliest(1, now)) {
    const slice = createSlice(1);
    window.take(slice, now);
    if (vendor.arrives(1, now)) accepted += 1;
    else {
      refused += 1;
      window.end(slice, 0, now);
    }
    window.learn?.(vendor.view(now), now, now);
    // Who was refused waits a little, as its quota group does.
    if (refused > 0 && vendor.view(now).remaining === 0) now += vendor.view(now).resetMs / 10;
  }
  return { accepted, refused };
}

describe('a window that finds out how the vendor counts', () => {
  it('uses what a token bucket refills, once answers show that it is one', () => {
    const { accepted, refused } = runFor(MINUTE_MS, createFor({ type: 'bucket' }, 60), bucketVendor(60, MINUTE_MS));
    expect(refused).toBe(0);
    expect(accepted).toBeGreaterThanOrEqual(118);
  });

  it('finds out that a bucket holds less than a minute allows, from a few refusals', () => {
    const window = createFor({ type: 'bucket' }, 60);
    const { accepted, refused } = runFor(MINUTE_MS, window, bucketVendor(60, MINUTE_MS, 5));
    // Times in whole seconds may be rounded up, so it may be taken for one less.
    expect(window.size).toBeGreaterThanOrEqual(4);
    expect(window.size).toBeLessThanOrEqual(5);
    expect(refused).toBeLessThanOrEqual(3);
    expect(accepted).toBeGreaterThanOrEqual(60);
  });

  it('takes part of a small bucket where part of the key is ours', () => {
    const window = createFor({ type: 'bucket' }, 30, 0.5);
    const vendor = bucketVendor(60, MINUTE_MS, 10);
    for (let call = 0; call < 8; call += 1) {
      vendor.arrives(1, START);
      window.learn?.(vendor.view(START), START, START);
    }
    expect(window.size).toBeGreaterThanOrEqual(4.5);
    expect(window.size).toBeLessThanOrEqual(5);
  });

  it('takes no sliding window for a bucket, even one that is always empty', () => {
    const window = createFor({ type: 'bucket' }, 10);
    const { accepted, refused } = runFor(5 * MINUTE_MS, window, slidingVendor(10, MINUTE_MS));
    expect(refused).toBe(0);
    expect(accepted).toBe(50);
  });

  it('takes no fixed window for a bucket', () => {
    const window = createFor({ type: 'bucket' }, 1_000);
    const { refused } = runFor(3 * MINUTE_MS, window, fixedVendor(1_000, MINUTE_MS, 20_000));
    expect(refused).toBe(0);
  });

  it('goes back to a sliding window when the vendor counts in another way from then on', () => {
    const window = createFor({ type: 'bucket' }, 60);
    runFor(10_000, window, bucketVendor(60, MINUTE_MS));
    const later = START + 10 * MINUTE_MS;
    for (const remaining of [50, 30, 10]) {
      window.learn?.({ limit: 60, remaining, resetMs: 59_000 }, later, later);
    }
    for (let call = 0; call < 60; call += 1) window.take(createSlice(1), later);
    expect(window.earliest(1, later)).toBe(later + MINUTE_MS);
  });

  it('starts anew with the fixed window of the vendor once it knows when that is', () => {
    const window = createFor({ type: 'fixed' }, 60);
    const { accepted, refused } = runFor(MINUTE_MS, window, fixedVendor(60, MINUTE_MS, 20_000));
    expect(refused).toBe(0);
    expect(accepted).toBe(120);
    expect(window.earliest(1, START + MINUTE_MS)).toBeCloseTo(START + MINUTE_MS + 20_000, -2);
  });
});

describe('a sliding window', () => {
  it('finds the earliest moment, not a later one', () => {
    const window = createFor({ type: 'sliding' }, 3);
    for (const ms of [0, 1_000, 5_000]) window.take(createSlice(1), START + ms);
    expect(window.earliest(1, START + 5_000)).toBe(START + MINUTE_MS);
    expect(window.earliest(2, START + 5_000)).toBe(START + MINUTE_MS + 1_000);
    expect(window.used(START + 5_000, START + MINUTE_MS + 1_000)).toBe(1);
  });

  it('keeps the same little of any number of calls, and is a little late rather than early', () => {
    const calls = 200_000;
    const window = createFor({ type: 'sliding' }, calls);
    for (let call = 0; call < calls; call += 1) window.take(createSlice(1), START + (call * MINUTE_MS) / calls);
    expect(window.used(START + MINUTE_MS - 1)).toBe(calls);
    const half = START + MINUTE_MS + MINUTE_MS / 2;
    expect(window.used(half)).toBeGreaterThanOrEqual(calls / 2);
    expect(window.used(half)).toBeLessThanOrEqual(calls / 2 + (2 * calls) / 256);
  });

  it('counts a call that left late from when it left', () => {
    const window = createFor({ type: 'sliding' }, 1);
    const slice = createSlice(1);
    window.take(slice, START);
    window.restamp(slice, START + 5_000);
    expect(window.earliest(1, START + 5_000)).toBe(START + 5_000 + MINUTE_MS);
  });
});
