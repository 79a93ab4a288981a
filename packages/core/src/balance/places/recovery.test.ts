import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../testing/manual-clock.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { Hold } from './hold.ts';
import { Ramp } from './ramp.ts';
import { createStartGate } from './start-gate.ts';

const NEVER = Number.POSITIVE_INFINITY;
const LENGTH = { firstMs: 1_000, mostMs: 8_000 };

describe('a ramp', () => {
  it('allows one call, and with every answer twice as many, until there is no bound', () => {
    const ramp = new Ramp();
    expect([ramp.isOver, ramp.allows(1_000_000)]).toEqual([true, true]);
    ramp.start();
    for (const atOnce of [1, 2, 4, 8, 16, 32]) {
      expect([ramp.isOver, ramp.allows(atOnce - 1), ramp.allows(atOnce)]).toEqual([false, true, false]);
      ramp.onAnswer();
    }
    expect([ramp.isOver, ramp.allows(64)]).toEqual([true, true]);
  });
});

describe('a hold', () => {
  const create = (random = 0.5) => new Hold(() => random);

  it('lasts as long as the vendor says, the latest end of all, and says why', () => {
    const hold = create();
    expect([hold.isOver, hold.pause(0), hold.earliest(7, 3)]).toEqual([true, undefined, 7]);
    hold.stop('rate-limited', 0, { ...LENGTH, ms: 5_000 }, false);
    hold.stop('overloaded', 100, { ...LENGTH, ms: 2_000 }, false);
    expect(hold.pause(4_999)).toEqual({ reason: 'rate-limited', until: 5_000 });
    hold.stop('quota-exhausted', 200, { ...LENGTH, ms: 9_000 }, false);
    expect(hold.pause(5_000)).toEqual({ reason: 'quota-exhausted', until: 9_200 });
    expect([hold.earliest(9_199, 0), hold.earliest(9_200, 50), hold.pause(9_200)]).toEqual([9_200, 9_200, undefined]);
  });

  it('that the vendor did not state is twice as long each time in a row, a quarter more or less, and bounded', () => {
    const lengths = (random: number) => {
      const hold = create(random);
      let now = 0;
      return [1, 2, 3, 4, 5].map(() => {
        hold.stop('rate-limited', now, LENGTH, false);
        const { until } = hold.pause(now)!;
        const ms = until - now;
        now = until;
        return ms;
      });
    };
    expect(lengths(0.5)).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
    expect(lengths(0)).toEqual([750, 1_500, 3_000, 6_000, 6_000]);
    expect(lengths(1)).toEqual([1_250, 2_500, 5_000, 10_000, 10_000]);
  });

  it('is one for calls that fail together, and starts anew once a call got through after it', () => {
    const hold = create();
    for (let call = 0; call < 5; call += 1) hold.stop('rate-limited', 0, LENGTH, false);
    expect(hold.pause(0)!.until).toBe(1_000);
    // It had left before.
    hold.onAnswer(999);
    expect(hold.isOver).toBe(false);
    hold.onAnswer(1_000);
    expect(hold.isOver).toBe(true);
    hold.stop('rate-limited', 2_000, LENGTH, false);
    expect(hold.pause(2_000)!.until).toBe(3_000);
  });

  it('is followed by one call, then two, where nobody knows what helps', () => {
    const hold = create();
    hold.stop('overloaded', 0, LENGTH, true);
    expect([hold.earliest(1_000, 0), hold.earliest(1_000, 1)]).toEqual([1_000, NEVER]);
    hold.onAnswer(1_500);
    expect([hold.earliest(1_500, 1), hold.earliest(1_500, 2), hold.isOver]).toEqual([1_500, NEVER, false]);
  });
});

describe('a circuit breaker', () => {
  function fail(breaker: CircuitBreaker, times: number, now: number): void {
    for (let call = 0; call < times; call += 1) {
      breaker.onStart();
      breaker.onFailure(now);
    }
  }

  it('opens after five failures in a row, not after five with an answer between', () => {
    const breaker = new CircuitBreaker();
    fail(breaker, 4, 0);
    breaker.onStart();
    breaker.onSuccess(0);
    fail(breaker, 4, 0);
    expect([breaker.openUntil, breaker.earliest(0)]).toEqual([undefined, 0]);
    fail(breaker, 1, 0);
    expect([breaker.openUntil, breaker.earliest(0), breaker.earliest(4_999)]).toEqual([5_000, 5_000, 5_000]);
  });

  it('lets one probe out, closes when it is answered, and then lets two go, then four', () => {
    const breaker = new CircuitBreaker();
    fail(breaker, 5, 0);
    expect(breaker.earliest(5_000)).toBe(5_000);
    breaker.onStart();
    expect(breaker.earliest(5_000)).toBe(NEVER);
    breaker.onSuccess(6_000);
    expect([breaker.openUntil, breaker.earliest(6_000)]).toEqual([undefined, 6_000]);
    breaker.onStart();
    expect(breaker.earliest(6_000)).toBe(6_000);
    breaker.onStart();
    expect(breaker.earliest(6_000)).toBe(NEVER);
  });

  it('opens at once when the probe fails, twice as long each time, and no longer than two minutes', () => {
    const breaker = new CircuitBreaker();
    fail(breaker, 5, 0);
    const lengths: number[] = [];
    for (let probe = 0; probe < 7; probe += 1) {
      const now = breaker.openUntil!;
      fail(breaker, 1, now);
      lengths.push(breaker.openUntil! - now);
    }
    expect(lengths).toEqual([10_000, 20_000, 40_000, 80_000, 120_000, 120_000, 120_000]);
  });

  it('stays open for what calls say that had left before', () => {
    const breaker = new CircuitBreaker();
    for (let call = 0; call < 8; call += 1) breaker.onStart();
    for (let call = 0; call < 6; call += 1) breaker.onFailure(0);
    breaker.onSuccess(100);
    expect([breaker.openUntil, breaker.earliest(100)]).toEqual([5_000, 5_000]);
    // One is still out.
    expect(breaker.earliest(5_000)).toBe(NEVER);
    breaker.onNeither();
    expect(breaker.earliest(5_000)).toBe(5_000);
  });

  it('is open for five seconds again once the server was well for good', () => {
    const breaker = new CircuitBreaker();
    fail(breaker, 5, 0);
    fail(breaker, 1, 5_000);
    for (let call = 0; call < 10; call += 1) {
      breaker.onStart();
      breaker.onSuccess(20_000);
    }
    fail(breaker, 5, 30_000);
    expect(breaker.openUntil).toBe(35_000);
  });
});

describe('a start gate', () => {
  it('spaces starts evenly, and lets the first one go at once', async () => {
    const clock = createManualClock(0);
    const gate = createStartGate(3, clock);
    const started: number[] = [];
    for (let call = 0; call < 4; call += 1) void gate().then(() => started.push(clock.now()));
    await clock.advance(2_000);
    expect(started).toEqual([0, 334, 668, 1_002]);
    void gate().then(() => started.push(clock.now()));
    await clock.advance(0);
    expect(started.at(-1)).toBe(2_000);
  });
});
