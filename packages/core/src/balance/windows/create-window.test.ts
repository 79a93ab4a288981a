import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowModel } from '../../domain/limits.ts';
import { PROPERTY_RUNS } from '../../testing/property-runs.ts';
import { createWindow, type WindowOptions } from './create-window.ts';
import { createMidnight } from './midnight.ts';
import { createSlice, type Window } from './window.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 2, 7, 12);
const BUCKET: WindowModel = { type: 'bucket' };

function create(model: WindowModel, limit: number, options: Partial<WindowOptions> = {}): Window {
  const usual = { windowMs: MINUTE_MS, guardMs: 0, share: 1, isStated: false, toDate: (now: number) => now };
  return createWindow(model, limit, { ...usual, ...options });
}

function full(window: Window): Window {
  window.take(createSlice(window.size), START);
  return window;
}

describe('a window', () => {
  it('has a guard of no more than a twentieth of itself', () => {
    const second = full(create({ type: 'sliding' }, 5, { windowMs: 1_000, guardMs: 250 }));
    expect(second.earliest(1, START)).toBe(START + 1_050);
    const minute = full(create({ type: 'sliding' }, 5, { guardMs: 250 }));
    expect(minute.earliest(1, START)).toBe(START + MINUTE_MS + 250);
  });

  it('of a bucket has as much of what comes at once as of the limit, and one call at least', () => {
    expect(create({ type: 'bucket', burst: 10 }, 60).size).toBe(10);
    expect(create({ type: 'bucket', burst: 10 }, 30, { share: 0.5 }).size).toBe(5);
    expect(create({ type: 'bucket', burst: 10 }, 3, { share: 0.05 }).size).toBe(1);
  });

  it('is a bucket at once where its owner says so or how large it is, and else a sliding window at first', () => {
    expect(full(create(BUCKET, 60)).earliest(1, START)).toBe(START + MINUTE_MS);
    expect(full(create(BUCKET, 60, { isStated: true })).earliest(1, START)).toBe(START + 1_000);
    expect(full(create({ type: 'bucket', burst: 10 }, 60)).earliest(1, START)).toBe(START + 1_000);
  });

  it('has the limit it was given, and the one it is given later', () => {
    const window = create(BUCKET, 60);
    expect([window.limit, window.size]).toEqual([60, 60]);
    window.limit = 30;
    expect([window.limit, window.size]).toEqual([30, 30]);
  });

  it('does not take what is left in a small bucket for the use of others, until it knows how small it is', () => {
    const window = create(BUCKET, 60);
    const say = (remaining: number) =>
      window.learn!({ limit: 60, remaining, resetMs: (10 - remaining) * 1_000 + 1 }, START, START);
    // Sizes of 10 are not sure yet; then they are, but so is it that no fixed window could say so.
    expect([say(9), say(8)]).toEqual([false, false]);
    expect([say(5), say(2)]).toEqual([true, true]);
    expect(window.size).toBe(10);
    expect(create(BUCKET, 60).learn!({ limit: 60, remaining: 59, resetMs: 1_001 }, START, START)).toBe(true);
  });

  it('with fixed resets can always be compared with what is left', () => {
    const window = create({ type: 'fixed' }, 60);
    const say = (resetMs: number, tookMs: number) =>
      window.learn!({ limit: 60, remaining: 10, resetMs }, START, START + tookMs);
    expect([say(20_500, 30_000), say(20_500, 10), say(20_500, 10), say(50_500, 10)]).toEqual([true, true, true, true]);
  });

  it('with fixed resets that turn out to be others is a sliding window again, until they are known', () => {
    const window = create({ type: 'fixed' }, 60);
    window.take(createSlice(60), START);
    window.learn!({ limit: 60, remaining: 0, resetMs: 20_500 }, START, START);
    expect(window.earliest(1, START)).toBeCloseTo(START + 20_500, -1);
    window.learn!({ limit: 60, remaining: 0, resetMs: 45_500 }, START, START + 10_000);
    expect(window.earliest(1, START + 10_000)).toBe(START + MINUTE_MS);
  });
});

describe('the next midnight', () => {
  const ZONES = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC', 'Pacific/Apia'];

  it('is the first moment of the next day, at any time of any year and place', () => {
    const at = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
    fc.assert(
      fc.property(at, fc.constantFrom(...ZONES), (now, timeZone) => {
        const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
        const next = createMidnight(timeZone)(now);
        expect(next).toBeGreaterThan(now);
        expect(next - now).toBeLessThanOrEqual(25 * HOUR_MS);
        expect(day.format(next - 1)).toBe(day.format(now));
        expect(day.format(next)).not.toBe(day.format(now));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
