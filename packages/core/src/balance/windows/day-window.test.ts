import { describe, expect, it } from 'vitest';
import { createDayWindow } from './day-window.ts';
import { createSlice } from './window.ts';

const ZONE = 'America/Los_Angeles';
/** Half a day on either side. */
const HALF_DAY_MS = 12 * 3_600_000;
const MARGIN_MS = 5_000;

function take(window: ReturnType<typeof createDayWindow>, amount: number, now: number) {
  const slice = createSlice(amount);
  window.take(slice, now);
  return slice;
}

describe('a quota of a day', () => {
  it.each([
    ['a common day', '2026-06-10T20:00:00Z', '2026-06-11T07:00:00Z'],
    ['a day of 23 hours', '2026-03-08T09:30:00Z', '2026-03-09T07:00:00Z'],
    ['a day of 25 hours', '2026-11-01T08:30:00Z', '2026-11-02T08:00:00Z'],
  ])('comes back a little after the midnight of the vendor, on %s', (_, now, midnight) => {
    const window = createDayWindow(2, ZONE, 0, (at) => at);
    take(window, 2, Date.parse(now));
    const backAt = Date.parse(midnight) + MARGIN_MS;
    expect(window.earliest(1, Date.parse(now))).toBe(backAt);
    expect(window.used(backAt - 1)).toBe(2);
    expect(window.used(backAt)).toBe(0);
  });

  it('counts what was taken around midnight for both days, since it may fall on either', () => {
    const midnight = Date.parse('2026-06-11T07:00:00Z');
    const window = createDayWindow(3, ZONE, 0, (at) => at);
    take(window, 1, midnight - HALF_DAY_MS);
    take(window, 1, midnight - MARGIN_MS);
    take(window, 1, midnight + MARGIN_MS - 1);
    expect(window.earliest(1, midnight + MARGIN_MS - 1)).toBe(midnight + MARGIN_MS);
    expect(window.used(midnight + MARGIN_MS)).toBe(2);
  });

  it('goes by the calendar after a sleep that the clock did not see', () => {
    const evening = Date.parse('2026-06-11T06:00:00Z');
    let asleepMs = 0;
    const window = createDayWindow(1, ZONE, 0, (now) => now + asleepMs);
    take(window, 1, evening);
    expect(window.earliest(1, evening)).toBe(evening + 3_600_000 + MARGIN_MS);
    asleepMs = 2 * 3_600_000;
    expect(window.earliest(1, evening)).toBe(evening);
  });

  it('gives no quota twice when the calendar is set back over midnight', () => {
    const midnight = Date.parse('2026-06-11T07:00:00Z');
    let setBackMs = 0;
    const window = createDayWindow(1, ZONE, 0, (now) => now - setBackMs);
    take(window, 1, midnight - HALF_DAY_MS);
    take(window, 1, midnight + MARGIN_MS);
    setBackMs = 3_600_000;
    expect(window.used(midnight + MARGIN_MS + 1)).toBe(1);
    expect(window.earliest(1, midnight + MARGIN_MS + 1)).toBeGreaterThan(midnight + HALF_DAY_MS);
  });

  it('takes nothing back for a day that has passed', () => {
    const midnight = Date.parse('2026-06-11T07:00:00Z');
    const window = createDayWindow(10, ZONE, 0, (at) => at);
    const slice = take(window, 4, midnight - HALF_DAY_MS);
    take(window, 3, midnight + HALF_DAY_MS / 2);
    window.end(slice, 1, midnight + HALF_DAY_MS / 2);
    expect(window.used(midnight + HALF_DAY_MS / 2)).toBe(3);
  });
});
