import { describe, expect, it } from 'vitest';
import { untilMidnightMs } from './until-midnight.ts';

const HOUR_MS = 3_600_000;
const until = (moment: string) => untilMidnightMs(Date.parse(moment), 'America/Los_Angeles') / HOUR_MS;

describe('the time until midnight in California', () => {
  it('is measured on the clock there', () => {
    expect(until('2026-11-24T10:00:00Z')).toBe(22);
    expect(until('2026-07-01T06:30:00Z')).toBe(0.5);
    expect(until('2026-07-01T07:00:00Z')).toBe(24);
  });

  it('is right on the day of 23 hours and on the one of 25', () => {
    expect(until('2026-03-08T08:00:00Z')).toBe(23);
    expect(until('2026-11-01T07:00:00Z')).toBe(25);
    expect(until('2026-03-08T20:00:00Z')).toBe(11);
    expect(until('2026-11-01T06:30:00Z')).toBe(0.5);
  });
});
