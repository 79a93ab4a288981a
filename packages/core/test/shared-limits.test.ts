import { memoryLimitStore } from '@manyhands/adapter-memory';
import { expect, it } from 'vitest';
import { createBalancer } from '../src/balance/create-balancer.ts';
import { createLimitSharing } from '../src/balance/sharing/limit-sharing.ts';
import { NO_USAGE } from '../src/domain/usage.ts';
import { createVirtualClock } from '../src/simulate/virtual-clock.ts';
import { anAccount, never, REQUEST } from '../src/testing/balance/set-up-balancer.ts';
import { scriptedProvider } from '../src/testing/index.ts';
import { slidingVendor } from '../src/testing/windows/strict-vendors.ts';

const MINUTE_MS = 60_000;
const LIMIT = 60;
const PROCESSES = 3;
const CALLS = 300;
const WAY_MS = 5;

/** Several balancers with one account, whose vendor counts strictly, and all their calls at once. */
async function shareOneAccount() {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const startedAt = clock.now();
  const vendor = slidingVendor(LIMIT, MINUTE_MS);
  const kept = memoryLimitStore({ clock });
  const way = () => new Promise<void>((resolve) => void clock.setTimer(resolve, WAY_MS));
  const store = {
    ...kept,
    exchange: (exchange: Parameters<typeof kept.exchange>[0]) => way().then(() => kept.exchange(exchange)),
  };
  const doneBy = Array.from({ length: PROCESSES }, () => 0);
  let refused = 0;

  for (const process of doneBy.keys()) {
    const balancer = createBalancer({
      providers: [scriptedProvider({ id: 'one' })],
      accounts: [anAccount('a', { limits: { requestsPerMinute: LIMIT } })],
      clock,
      limitGuardMs: 0,
      random: () => 0.5,
      sharing: createLimitSharing({ store, clock, leaseMs: 30_000, whenAway: 'wait' }),
    });
    const call = async () => {
      const permit = await balancer.acquire(REQUEST, never);
      await permit.start();
      if (!vendor.arrives(1, clock.now())) refused += 1;
      clock.setTimer(() => {
        permit.settle({ ...NO_USAGE, inputTokens: 100, outputTokens: 50 }, []);
        doneBy[process]! += 1;
      }, 500);
    };
    for (let index = 0; index < CALLS / PROCESSES; index += 1) void call();
  }

  const done = () => doneBy.reduce((sum, count) => sum + count, 0);
  let afterTwoMinutes: readonly number[] = [];
  clock.setTimer(() => (afterTwoMinutes = [...doneBy]), 2 * MINUTE_MS - 1);
  await clock.run(
    () => done() === CALLS,
    () => {},
  );
  return { refused, makespanMs: clock.now() - startedAt, afterTwoMinutes };
}

it('processes that share an account use all of it, each its part, and are never refused', async () => {
  const { refused, makespanMs, afterTwoMinutes } = await shareOneAccount();
  expect(refused).toBe(0);
  // The first sixty at once, then sixty a minute; what is asked again every second may come so much later.
  const ideal = (CALLS / LIMIT - 1) * MINUTE_MS;
  expect(makespanMs).toBeGreaterThanOrEqual(ideal);
  expect(makespanMs).toBeLessThan(1.1 * ideal);
  expect(Math.min(...afterTwoMinutes)).toBeGreaterThan(LIMIT / PROCESSES);
});
