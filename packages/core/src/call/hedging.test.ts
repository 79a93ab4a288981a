import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { firstAnswer } from './first-answer.ts';
import { createHedging } from './hedging.ts';

function learned(durations: readonly number[], usd = 1) {
  const hedging = createHedging(0.05);
  for (const ms of durations) hedging.onAnswer('any', ms, usd);
  return hedging;
}

describe('a straggler', () => {
  it('is who takes half as long again as 19 of 20 of its route, once twenty are known', () => {
    const durations = Array.from({ length: 19 }, (_, index) => 100 * (index + 1));
    expect(learned(durations).lateAfterMs('any')).toBeUndefined();
    expect(learned([...durations, 60_000]).lateAfterMs('any')).toBe(1.5 * 1_900);
    expect(learned([...durations, 60_000]).lateAfterMs('other')).toBeUndefined();
  });

  it('is told by the last answers, not by those of long ago', () => {
    const before = Array.from({ length: 300 }, () => 60_000);
    const lately = Array.from({ length: 128 }, () => 1_000);
    expect(learned([...before, ...lately]).lateAfterMs('any')).toBe(1_500);
  });
});

describe('second calls', () => {
  it('never cost more than the stated part of what answers cost', () => {
    const hedging = learned(Array.from({ length: 20 }, () => 1_000));
    expect([hedging.spend(0.6), hedging.spend(0.6), hedging.spend(0.4), hedging.spend(0.01)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    hedging.giveBack(0.4);
    expect(hedging.spend(0.5)).toBe(false);
    hedging.onAnswer('any', 1_000, 2);
    expect(hedging.spend(0.5)).toBe(true);
  });

  it('are not paid for by answers whose price nobody knows', () => {
    const hedging = createHedging(0.5);
    hedging.onAnswer('any', 1_000, undefined);
    expect([hedging.spend(0.001), hedging.spend(0)]).toEqual([false, true]);
  });
});

describe('the answer that comes first', () => {
  const never = new Promise<string>(() => {});
  const failing = (message: string) => Promise.reject<string>(new Error(message));

  async function race(first: Promise<string>, second: () => Promise<string | undefined>, ms = 1_000) {
    const clock = createManualClock();
    let seconds = 0;
    const startSecond = () => {
      seconds += 1;
      return second();
    };
    const outcome = firstAnswer({ first, lateAfterMs: 1_000, clock, startSecond });
    const told = outcome.catch((error: unknown) => (error as Error).message);
    await clock.advance(ms);
    const answer = await Promise.race([told, new Promise<string>((resolve) => setImmediate(resolve, 'none yet'))]);
    return { answer, seconds, timers: clock.pendingTimers };
  }

  it('is that of the only call while it is in time, and no timer is left behind', async () => {
    const inTime = await race(Promise.resolve('first'), () => never, 0);
    expect(inTime).toEqual({ answer: 'first', seconds: 0, timers: 0 });
    expect(await race(failing('broke'), () => never, 0)).toEqual({ answer: 'broke', seconds: 0, timers: 0 });
    expect(await race(never, () => Promise.resolve('second'), 999)).toEqual({
      answer: 'none yet',
      seconds: 0,
      timers: 1,
    });
  });

  it('is that of the second call when the first is late', async () => {
    expect(await race(never, () => Promise.resolve('second'))).toEqual({ answer: 'second', seconds: 1, timers: 0 });
  });

  it('is waited for when there can be no second call, or when it fails', async () => {
    expect((await race(never, () => Promise.resolve(undefined))).answer).toBe('none yet');
    expect((await race(never, () => failing('second broke'))).answer).toBe('none yet');
  });
});
