import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowModel } from '../../domain/limits.ts';
import { PROPERTY_RUNS } from '../../testing/property-runs.ts';
import { playWindow, type PlannedCall } from '../../testing/windows/play-window.ts';
import {
  bucketVendor,
  dayVendor,
  fixedVendor,
  slidingVendor,
  type StrictVendor,
} from '../../testing/windows/strict-vendors.ts';
import { createWindow } from './create-window.ts';
import { createSlice, type Window } from './window.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const GUARD_MS = 250;
const START = Date.UTC(2026, 2, 7, 12);
const ZONE = 'America/Los_Angeles';

interface Conforming {
  readonly model: WindowModel;
  readonly windowMs: number;
  readonly isStated?: boolean;
  /** Calls are held back no longer than one window of a second, and no start gate is there for days. */
  readonly heldMs: number;
  readonly longestGapMs: number;
  /** @param chance 0 to 1 */
  vendor(limit: number, chance: number): StrictVendor;
}

/** Each model beside every way of counting that it has to do with. */
const CONFORMING: Readonly<Record<string, Conforming>> = {
  'a sliding window, at a vendor that counts so': minute({ type: 'sliding' }, (limit) =>
    slidingVendor(limit, MINUTE_MS),
  ),
  'a sliding window, at a token bucket': minute({ type: 'sliding' }, (limit) => bucketVendor(limit, MINUTE_MS)),
  'a sliding window, at fixed windows': minute({ type: 'sliding' }, fixedAtAnyTime),
  'a token bucket of a stated size': minute({ type: 'bucket', burst: 12 }, (limit) =>
    bucketVendor(limit, MINUTE_MS, Math.min(12, limit)),
  ),
  'a token bucket that is stated': {
    ...minute({ type: 'bucket' }, (limit) => bucketVendor(limit, MINUTE_MS)),
    isStated: true,
  },
  'what may be a token bucket, at one': minute({ type: 'bucket' }, (limit) => bucketVendor(limit, MINUTE_MS)),
  'what may be a token bucket, at a sliding window': minute({ type: 'bucket' }, (limit) =>
    slidingVendor(limit, MINUTE_MS),
  ),
  'what may be a token bucket, at fixed windows': minute({ type: 'bucket' }, fixedAtAnyTime),
  'fixed windows': minute({ type: 'fixed' }, fixedAtAnyTime),
  'days of a vendor whose clock is off': {
    model: { type: 'day', timeZone: ZONE },
    windowMs: DAY_MS,
    heldMs: 0,
    longestGapMs: 4 * 60 * MINUTE_MS,
    vendor: (limit, chance) => dayVendor(limit, ZONE, (2 * chance - 1) * 4_000),
  },
};

function minute(model: WindowModel, vendor: Conforming['vendor']): Conforming {
  return { model, windowMs: MINUTE_MS, heldMs: 900, longestGapMs: 20_000, vendor };
}

function fixedAtAnyTime(limit: number, chance: number): StrictVendor {
  return fixedVendor(limit, MINUTE_MS, chance * MINUTE_MS);
}

function createFor({ model, windowMs, isStated = false }: Conforming, limit: number, guardMs = GUARD_MS): Window {
  return createWindow(model, limit, { windowMs, guardMs, share: 1, isStated, toDate: (now) => now });
}

function callsOf({ longestGapMs }: Conforming): fc.Arbitrary<PlannedCall[]> {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const call = fc.record({
    gapMs: fc.oneof(fc.constant(0), fc.nat(500), fc.nat(longestGapMs)),
    amount: fc.integer({ min: 1, max: 10 }),
    heldShare: fc.oneof(fc.constant(0), share),
    travelShare: share,
    tookShare: fc.oneof(fc.constant(1), share),
    durationMs: fc.oneof(fc.nat(200), fc.nat(30_000)),
  });
  return fc.array(call, { minLength: 1, maxLength: 120, size: 'max' });
}

const chance = fc.double({ min: 0, max: 1, noNaN: true });

describe.each(Object.entries(CONFORMING))('%s', (_, conforming) => {
  it('is never refused by the vendor, however calls come, are held back, travel and end', () => {
    fc.assert(
      fc.property(
        callsOf(conforming),
        fc.integer({ min: 12, max: 40 }),
        chance,
        fc.boolean(),
        (calls, limit, luck, tellsSeconds) => {
          const lastAt = playWindow(calls, {
            window: createFor(conforming, limit),
            vendor: conforming.vendor(limit, luck),
            startAt: START,
            guardMs: GUARD_MS,
            heldMs: conforming.heldMs,
            tellsSeconds,
          });
          expect(lastAt).toBeGreaterThanOrEqual(START);
        },
      ),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('says the moment from which there is room, and has it then', () => {
    fc.assert(
      fc.property(callsOf(conforming), fc.integer({ min: 12, max: 40 }), (calls, limit) => {
        const window = createFor(conforming, limit);
        let now = START;
        for (const { gapMs, amount } of calls) {
          now = window.earliest(amount, now + gapMs);
          expect(window.earliest(amount, now)).toBe(now);
          window.take(createSlice(amount), now);
          expect(window.used(now, now + 2 * conforming.windowMs)).toBeLessThanOrEqual(window.used(now) + 1e-6);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('gives back what a call did not take, all of it', () => {
    const window = createFor(conforming, 30, 0);
    const slices = [createSlice(9), createSlice(9), createSlice(9)];
    for (const slice of slices) window.take(slice, START);
    expect(window.used(START)).toBe(27);
    for (const slice of slices) window.end(slice, 0, START);
    expect(window.used(START)).toBe(0);
  });

  it('counts what a call took beyond what was reserved', () => {
    const window = createFor(conforming, 12, 0);
    const slice = createSlice(4);
    window.take(slice, START);
    window.end(slice, 10, START);
    expect(window.used(START)).toBe(10);
    expect(window.earliest(3, START)).toBeGreaterThan(START);
  });

  it('lets a call beyond all of it go alone, and not never', () => {
    const window = createFor(conforming, 12, 0);
    window.take(createSlice(1), START);
    const at = window.earliest(500, START);
    expect(at).toBeGreaterThan(START);
    expect(at).toBeLessThanOrEqual(START + conforming.windowMs + 10_000);
    window.take(createSlice(500), at);
    expect(window.earliest(1, at)).toBeGreaterThan(at);
  });

  it('holds to a limit that was lowered, and uses one that was raised', () => {
    const window = createFor(conforming, 12, 0);
    window.take(createSlice(6), START);
    window.limit = 6;
    expect(window.earliest(1, START)).toBeGreaterThan(START);
    window.limit = 20;
    expect(window.size === 12 ? window.earliest(6, START) : window.earliest(14, START)).toBe(START);
  });
});
