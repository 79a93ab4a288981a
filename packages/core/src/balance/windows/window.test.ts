import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowModel } from '../../ports/provider.ts';
import { createWindow } from './window.ts';

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 2, 7, 12);

/** How vendors count. Each takes calls at the moment they arrive and refuses what is over the limit. */
const VENDORS: Record<string, (limit: number) => (at: number, amount: number) => boolean> = {
  'a sliding window': (limit) => {
    const taken: { at: number; amount: number }[] = [];
    return (at, amount) => {
      const used = taken.filter((call) => call.at > at - MINUTE_MS).reduce((sum, call) => sum + call.amount, 0);
      if (used + amount > limit) return false;
      taken.push({ at, amount });
      return true;
    };
  },
  'a token bucket': (limit) => {
    let level = limit;
    let last = START;
    return (at, amount) => {
      level = Math.min(limit, level + ((at - last) * limit) / MINUTE_MS);
      last = at;
      if (amount > level + 1e-6) return false;
      level -= amount;
      return true;
    };
  },
  'a fixed window': (limit) => {
    const used = new Map<number, number>();
    return (at, amount) => {
      const window = Math.floor(at / MINUTE_MS);
      const sum = (used.get(window) ?? 0) + amount;
      if (sum > limit) return false;
      used.set(window, sum);
      return true;
    };
  },
};

const calls = fc.array(fc.record({ gapMs: fc.nat(20_000), amount: fc.integer({ min: 1, max: 10 }) }), {
  minLength: 1,
  maxLength: 200,
});

describe('windows', () => {
  for (const [name, createVendor] of Object.entries(VENDORS)) {
    it(`never lets a call through that ${name} of the same limit would refuse`, () => {
      fc.assert(
        fc.property(calls, fc.integer({ min: 10, max: 40 }), (plan, limit) => {
          const window = createWindow({ type: 'sliding' }, limit, MINUTE_MS, 0);
          const vendor = createVendor(limit);
          let now = START;
          for (const { gapMs, amount } of plan) {
            now = window.earliest(amount, now + gapMs);
            expect(window.earliest(amount, now)).toBe(now);
            window.take(amount, now);
            expect(vendor(now, amount)).toBe(true);
          }
        }),
      );
    });
  }

  it('finds the earliest moment, not a later one', () => {
    fc.assert(
      fc.property(calls, (plan) => {
        const window = createWindow({ type: 'sliding' }, 20, MINUTE_MS, 0);
        const vendor = VENDORS['a sliding window']!(20);
        let now = START;
        for (const { gapMs, amount } of plan) {
          now += gapMs;
          const at = window.earliest(amount, now);
          const isTooEarly = at > now && vendor(at - 1, amount);
          expect(isTooEarly).toBe(false);
          now = at;
          window.take(amount, now);
          vendor(now, amount);
        }
      }),
    );
  });

  it('gives back what a call did not need, and counts what came on top from then on', () => {
    const window = createWindow({ type: 'sliding' }, 100, MINUTE_MS, 0);
    const slice = window.take(80, START);
    window.correct(slice, 30, START + 1_000);
    expect(window.used(START + 1_000)).toBe(30);
    window.correct(slice, 50, START + 10_000);
    expect(window.used(START + MINUTE_MS)).toBe(20);
    expect(window.used(START + 10_000 + MINUTE_MS)).toBe(0);
  });

  it('counts a call that left late from when it left', () => {
    const window = createWindow({ type: 'sliding' }, 1, MINUTE_MS, 0);
    const slice = window.take(1, START);
    window.restamp(slice, START + 5_000);
    expect(window.earliest(1, START + 5_000)).toBe(START + 5_000 + MINUTE_MS);
  });

  it('lets a call beyond the whole limit go alone instead of never', () => {
    const window = createWindow({ type: 'sliding' }, 10, MINUTE_MS, 0);
    window.take(1, START);
    expect(window.earliest(500, START)).toBe(START + MINUTE_MS);
  });

  it.each([
    ['a common day', '2026-06-10T20:00:00Z', '2026-06-11T07:00:00Z'],
    ['a day of 23 hours', '2026-03-08T09:30:00Z', '2026-03-09T07:00:00Z'],
    ['a day of 25 hours', '2026-11-01T08:30:00Z', '2026-11-02T08:00:00Z'],
  ])('refills a daily quota at the midnight of the vendor, on %s', (_, now, midnight) => {
    const model: WindowModel = { type: 'day', timeZone: 'America/Los_Angeles' };
    const window = createWindow(model, 2, 86_400_000, 0);
    const at = Date.parse(now);
    window.take(2, at);
    expect(new Date(window.earliest(1, at)).toISOString()).toBe(new Date(midnight).toISOString());
    expect(window.used(Date.parse(midnight))).toBe(0);
  });
});
