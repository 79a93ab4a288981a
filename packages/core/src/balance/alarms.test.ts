import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { createAlarms } from './alarms.ts';

function setUp(background = false) {
  const clock = createManualClock(0);
  const wound: (boolean | undefined)[] = [];
  const counting = {
    now: clock.now,
    setTimer: (...[callback, delayMs, options]: Parameters<typeof clock.setTimer>) => {
      wound.push(options?.background);
      return clock.setTimer(callback, delayMs, options);
    },
  };
  const rung: string[] = [];
  const alarms = createAlarms(counting, background);
  const set = (name: string, at: number) => alarms.set(at, () => rung.push(`${name} at ${clock.now()}`));
  return { clock, rung, set, alarms, wound };
}

describe('alarms', () => {
  it('ring each at its moment, in the order of time, whatever the order in which they were set', async () => {
    const { clock, rung, set } = setUp();
    for (const at of [500, 100, 300, 200, 400, 100]) set('one', at);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(99);
    expect(rung).toEqual([]);
    await clock.advance(1_000);
    expect(rung).toEqual([100, 100, 200, 300, 400, 500].map((at) => `one at ${at}`));
    expect(clock.pendingTimers).toBe(0);
  });

  it('do not ring when they were called off, nor twice, and leave no timer behind', async () => {
    const { clock, rung, set } = setUp();
    const callOff = [set('first', 100), set('second', 200), set('third', 300)];
    callOff[1]!();
    await clock.advance(100);
    expect(rung).toEqual(['first at 100']);
    callOff[0]!();
    expect(clock.pendingTimers).toBe(1);
    callOff[2]!();
    callOff[2]!();
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(1_000);
    expect(rung).toEqual(['first at 100']);
  });

  it('wind their timer only when the next of them is another one', () => {
    const { set, wound } = setUp();
    const callOff = set('second', 200);
    for (const at of [300, 400, 500]) set('later', at);
    expect(wound).toHaveLength(1);
    const callOffFirst = set('first', 100);
    expect(wound).toHaveLength(2);
    callOff();
    expect(wound).toHaveLength(2);
    callOffFirst();
    expect(wound).toHaveLength(3);
  });

  it('may set others while they ring', async () => {
    const { clock, rung, set, alarms } = setUp();
    alarms.set(100, () => {
      set('at once', 100);
      set('later', 150);
    });
    await clock.advance(100);
    expect(rung).toEqual(['at once at 100']);
    await clock.advance(50);
    expect(rung).toEqual(['at once at 100', 'later at 150']);
  });

  it('keep the process alive, or do not, as it was asked for', () => {
    for (const background of [true, false]) {
      const { set, wound } = setUp(background);
      set('one', 100);
      expect(wound).toEqual([background]);
    }
  });
});
