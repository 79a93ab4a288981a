import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './system-clock.ts';

const HOUR_MS = 3_600_000;

describe('the system clock', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['forwards', HOUR_MS],
    ['back', -HOUR_MS],
  ])('goes on as before when the clock of the machine is set %s, and its calendar follows', (_, jumpMs) => {
    const before = systemClock.now();
    const dateBefore = systemClock.date!();
    vi.setSystemTime(Date.now() + jumpMs);
    const wentBy = systemClock.now() - before;
    expect(wentBy).toBeGreaterThanOrEqual(0);
    expect(wentBy).toBeLessThan(HOUR_MS / 2);
    expect(systemClock.date!() - dateBefore).toBe(jumpMs);
  });

  it('is the time of the epoch, as of when the process was started', () => {
    vi.useRealTimers();
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(HOUR_MS);
  });
});
