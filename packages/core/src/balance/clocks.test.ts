import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../domain/usage.ts';
import type { Clock } from '../ports/clock.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { PROPERTY_RUNS } from '../testing/property-runs.ts';
import { scriptedProvider } from '../testing/scripted-provider.ts';
import { dayVendor, slidingVendor, type StrictVendor } from '../testing/windows/strict-vendors.ts';
import { never, REQUEST, setUpWith } from '../testing/balance/set-up-balancer.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ZONE = 'America/Los_Angeles';
const CALL_MS = 3_000;

/** A machine whose clocks differ from true time, which is that of its vendors. */
function createMachine() {
  const time = createManualClock(Date.UTC(2026, 5, 10, 20));
  /** Timers do not run while the machine sleeps. */
  let asleepMs = 0;
  let setByMs = 0;

  /** @param seesSleep whether its steady clock goes on while it sleeps: that differs between systems */
  const clockOf = (seesSleep: boolean): Clock => ({
    now: () => time.now() + (seesSleep ? asleepMs : 0),
    date: () => time.now() + asleepMs + setByMs,
    setTimer: time.setTimer,
  });
  return {
    clockOf,
    advance: time.advance,
    trueTime: () => time.now() + asleepMs,
    after: (ms: number, then: () => void) => void time.setTimer(then, ms),
    sleep: (ms: number) => void (asleepMs += ms),
    setClock: (byMs: number) => void (setByMs += byMs),
  };
}

type Machine = ReturnType<typeof createMachine>;

/** Calls on one account until all are answered; the vendor counts them in true time. */
function run(machine: Machine, clock: Clock, options: { readonly limits: object; readonly vendor: StrictVendor }) {
  const quota = { windows: { requestsPerDay: { type: 'day' as const, timeZone: ZONE } } };
  const providers = [scriptedProvider({ id: 'one', quota })];
  const { balancer } = setUpWith({ clock, providers, limitGuardMs: 250 }, { limits: options.limits });
  const counts = { answered: 0, refused: 0 };

  function ask(count: number): void {
    for (let index = 0; index < count; index += 1) {
      void balancer.acquire(REQUEST, never).then((permit) => {
        if (!options.vendor.arrives(1, machine.trueTime())) counts.refused += 1;
        machine.after(CALL_MS, () => {
          counts.answered += 1;
          permit.settle(NO_USAGE, []);
        });
      });
    }
  }
  return { ask, counts };
}

describe('a machine', () => {
  it.each([
    ['goes on', true],
    ['stands still', false],
  ])('that sleeps, while its steady clock %s, wakes to no burst and to no standstill', async (_, seesSleep) => {
    const nap = fc.record({ awakeMs: fc.nat(20_000), asleepMs: fc.oneof(fc.nat(20_000), fc.nat(10 * HOUR_MS)) });
    await fc.assert(
      fc.asyncProperty(fc.array(nap, { minLength: 1, maxLength: 10 }), async (naps) => {
        const machine = createMachine();
        const limits = { requestsPerMinute: 5, maxConcurrent: 3 };
        const vendor = slidingVendor(5, MINUTE_MS);
        const { ask, counts } = run(machine, machine.clockOf(seesSleep), { limits, vendor });
        ask(20);
        for (const { awakeMs, asleepMs } of naps) {
          await machine.advance(awakeMs);
          machine.sleep(asleepMs);
        }
        await machine.advance(4 * (MINUTE_MS + 250) + CALL_MS);
        expect(counts).toEqual({ answered: 20, refused: 0 });
      }),
      { numRuns: Math.ceil(PROPERTY_RUNS / 2) },
    );
  });

  it.each([
    ['forwards', 10 * HOUR_MS],
    ['back', -10 * HOUR_MS],
  ])('whose clock is set %s again and again starts no burst, and stops nobody', async (_, jumpMs) => {
    const machine = createMachine();
    const vendor = slidingVendor(5, MINUTE_MS);
    const limits = { requestsPerMinute: 5 };
    const { ask, counts } = run(machine, machine.clockOf(true), { limits, vendor });
    ask(20);
    for (let jump = 0; jump < 10; jump += 1) {
      await machine.advance(10_000);
      machine.setClock(jumpMs);
    }
    await machine.advance(2 * MINUTE_MS);
    expect(counts).toEqual({ answered: 20, refused: 0 });
  });
});

describe('a vendor', () => {
  it.each([
    ['ahead', 2_000],
    ['behind', -2_000],
  ])('whose clock is 2 s %s refuses nothing at its midnight, and serves all of the new day', async (_, offMs) => {
    const machine = createMachine();
    const vendor = dayVendor(10, ZONE, offMs);
    const { ask, counts } = run(machine, machine.clockOf(true), { limits: { requestsPerDay: 10 }, vendor });
    ask(40);
    await machine.advance(HOUR_MS);
    expect(counts).toEqual({ answered: 10, refused: 0 });
    // Its midnight is at seven o’clock in the morning, universal time.
    await machine.advance(10 * HOUR_MS - 10_000);
    expect(counts.answered).toBe(10);
    await machine.advance(20_000);
    expect(counts).toEqual({ answered: 20, refused: 0 });
    await machine.advance(48 * HOUR_MS);
    expect(counts).toEqual({ answered: 40, refused: 0 });
  });
});
