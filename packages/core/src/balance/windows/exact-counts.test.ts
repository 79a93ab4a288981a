import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROPERTY_RUNS } from '../../testing/property-runs.ts';
import { ResetWindow } from './reset-window.ts';
import { SlidingWindow } from './sliding-window.ts';
import { TokenBucket } from './token-bucket.ts';
import { createSlice, type Slice, type Window } from './window.ts';

const WINDOW_MS = 10_000;
const GUARD_MS = 100;
const LIMIT = 40;
const MARGIN_MS = 200;

/** A call as a plain list keeps it: what counts of it, since when. */
interface Entry {
  at: number;
  amount: number;
}

/** What a list of all that was ever taken says; slow, and easy to see through. */
interface Reference {
  used(entries: readonly Entry[], now: number, at: number): number;
}

const sliding: Reference = {
  used: (entries, _, at) => sum(entries.filter((entry) => entry.at + WINDOW_MS + GUARD_MS > at)),
};

/** Resets are at whole windows. What was taken around one counts before and after it. */
const fixed: Reference = {
  used(entries, now, at) {
    const turn = Math.floor((now - MARGIN_MS) / WINDOW_MS) * WINDOW_MS;
    const from = (at >= turn + WINDOW_MS + MARGIN_MS ? turn + WINDOW_MS : turn) - MARGIN_MS;
    return sum(entries.filter((entry) => entry.at >= from));
  },
};

const bucket: Reference = {
  used(entries, _, at) {
    const refilled = (ms: number) => (Math.max(0, ms) * LIMIT) / WINDOW_MS;
    let used = 0;
    let last = Number.NEGATIVE_INFINITY;
    for (const entry of entries.toSorted((a, b) => a.at - b.at)) {
      used = Math.max(0, used - refilled(entry.at - last));
      last = entry.at;
      if (entry.amount > 0) used = Math.max(used, refilled(GUARD_MS)) + entry.amount;
    }
    return Math.max(0, used - refilled(at - last));
  },
};

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, { amount }) => total + amount, 0);
}

/** All of a moment is one: a bucket counts its guard once for it. */
function byMoment(entries: readonly Entry[]): readonly Entry[] {
  const moments = new Map<number, number>();
  for (const { at, amount } of entries) moments.set(at, (moments.get(at) ?? 0) + amount);
  return [...moments].map(([at, amount]) => ({ at, amount }));
}

const KINDS: Readonly<Record<string, { readonly create: () => Window; readonly reference: Reference }>> = {
  'a sliding window': { create: () => new SlidingWindow(LIMIT, WINDOW_MS, GUARD_MS), reference: sliding },
  'a token bucket': { create: () => new TokenBucket(LIMIT, WINDOW_MS, GUARD_MS), reference: bucket },
  'a window with resets': {
    create: () =>
      new ResetWindow(LIMIT, {
        toResetClock: (now) => now,
        next: (at) => (Math.floor(at / WINDOW_MS) + 1) * WINDOW_MS,
        marginMs: MARGIN_MS,
      }),
    reference: fixed,
  },
};

const step = fc.record({
  type: fc.constantFrom('take' as const, 'take' as const, 'restamp' as const, 'end' as const),
  gapMs: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(4_000)),
  amount: fc.integer({ min: 0, max: 12 }),
  which: fc.nat(),
});

describe.each(Object.entries(KINDS))('%s', (_, { create, reference }) => {
  it('counts what a list of all calls would, however they are taken, held back and settled', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const window = create();
        const entries: Entry[] = [];
        const open: { readonly slice: Slice; readonly entry: Entry; readonly since: number }[] = [];
        let now = 1_000_000;
        for (const { type, gapMs, amount, which } of steps) {
          now += gapMs;
          // Calls that last longer than a window are another matter.
          while (open.length > 0 && now - open[0]!.since >= WINDOW_MS / 2) open.shift();
          const call = open[which % Math.max(1, open.length)];
          if (type === 'take') {
            const slice = createSlice(amount);
            window.take(slice, now);
            const entry = { at: now, amount };
            entries.push(entry);
            open.push({ slice, entry, since: now });
          } else if (type === 'restamp' && call !== undefined) {
            window.restamp(call.slice, now);
            call.entry.at = now;
          } else if (call !== undefined) {
            open.splice(open.indexOf(call), 1);
            window.end(call.slice, amount, now);
            const more = amount - call.entry.amount;
            if (more > 0) entries.push({ at: now, amount: more });
            else call.entry.amount = amount;
          }
          const known = byMoment(entries);
          expect(window.used(now)).toBeCloseTo(reference.used(known, now, now), 6);
          const later = now + (which % 15_000);
          expect(window.used(now, later)).toBeCloseTo(reference.used(known, now, later), 6);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('names the first moment with room: there is none a little before it', () => {
    const amounts = fc.array(fc.record({ gapMs: fc.nat(3_000), amount: fc.integer({ min: 1, max: 12 }) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: LIMIT }), (calls, wanted) => {
        const window = create();
        const entries: Entry[] = [];
        let now = 1_000_000;
        for (const { gapMs, amount } of calls) {
          now += gapMs;
          window.take(createSlice(amount), now);
          entries.push({ at: now, amount });
          const known = byMoment(entries);
          const usedAt = (at: number) => reference.used(known, at, at);
          const at = window.earliest(wanted, now);
          expect(usedAt(at) + wanted).toBeLessThanOrEqual(LIMIT + 1e-3);
          expect(at === now || usedAt(at - 1) + wanted > LIMIT).toBe(true);
        }
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('tells its size, and counts nothing when nothing was taken', () => {
    const window = create();
    expect([window.size, window.limit, window.used(5_000), window.earliest(LIMIT, 5_000)]).toEqual([
      LIMIT,
      LIMIT,
      0,
      5_000,
    ]);
  });
});

describe('what a call did not take, known only after a window', () => {
  it('is nothing any more to a sliding window', () => {
    const window = new SlidingWindow(LIMIT, WINDOW_MS, 0);
    const slice = createSlice(30);
    window.take(slice, 0);
    window.take(createSlice(20), WINDOW_MS);
    window.end(slice, 5, WINDOW_MS + 1);
    expect(window.used(WINDOW_MS + 1)).toBe(20);
    window.restamp(slice, WINDOW_MS + 2);
    expect(window.used(WINDOW_MS + 2)).toBe(25);
  });

  it('is as much to a bucket as would not have been refilled since', () => {
    const window = new TokenBucket(1_000, WINDOW_MS, 0);
    const slice = createSlice(3_000);
    window.take(slice, 0);
    window.take(createSlice(100), WINDOW_MS);
    expect(window.used(WINDOW_MS)).toBe(2_100);
    // Of 2,900 that were not taken, 1,000 were refilled meanwhile, and might have been lost.
    window.end(slice, 100, WINDOW_MS);
    expect(window.used(WINDOW_MS)).toBe(200);
  });

  it('is nothing to a bucket that has refilled all of it', () => {
    const window = new TokenBucket(1_000, WINDOW_MS, 0);
    const slice = createSlice(900);
    window.take(slice, 0);
    window.take(createSlice(500), WINDOW_MS);
    window.end(slice, 100, WINDOW_MS);
    expect(window.used(WINDOW_MS)).toBe(500);
  });
});
