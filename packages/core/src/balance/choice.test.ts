import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../domain/usage.ts';
import type { Permit } from '../ports/balancer.ts';
import { failure, MINUTE_MS, never, REQUEST, setUp, setUpWith } from '../testing/balance/set-up-balancer.ts';

const ids = (permits: readonly Permit[]) => permits.map(({ account }) => account.id);
const BOTH = [
  { provider: 'one', model: 'm' },
  { provider: 'two', model: 'm' },
];

describe('the account of a call', () => {
  it('is the one that served the same prefix before, while that is not much fuller than others', async () => {
    const limits = { requestsPerMinute: 30 };
    const { clock, granted, ask } = setUp({ limits }, { limits }, { limits });
    for (let call = 0; call < 9; call += 1) {
      ask({ affinityKey: 'book' });
      await clock.advance(0);
    }
    const counts = Object.values(Object.groupBy(ids(granted), (id) => id)).map((all) => all!.length);
    // Three of thirty are a tenth: so much fuller it may be, and then the next one has the prefix too.
    expect(ids(granted).slice(0, 4)).toEqual(Array(4).fill(granted[0]!.account.id));
    expect(counts.toSorted((a, b) => a - b)).toEqual([1, 4, 4]);
  });

  it('is another when the one with the prefix has no room', async () => {
    const { clock, granted, ask } = setUp({ limits: { maxConcurrent: 1 } }, { limits: { maxConcurrent: 1 } });
    ask({ affinityKey: 'book' });
    await clock.advance(0);
    ask({ affinityKey: 'book' });
    await clock.advance(0);
    expect(new Set(ids(granted)).size).toBe(2);
  });

  it('is the cheapest where that is asked for, and the least filled among those that cost the same', async () => {
    const prices: Record<string, number> = { one: 2, two: 1 };
    const limits = { maxConcurrent: 2 };
    const { clock, granted, ask } = setUpWith(
      { priceOf: ({ target }) => prices[target.provider] ?? Number.POSITIVE_INFINITY },
      { limits },
      { provider: 'two', limits },
      { provider: 'two', limits },
    );
    for (let call = 0; call < 6; call += 1) ask({ targets: BOTH });
    await clock.advance(0);
    expect(ids(granted).slice(0, 4).toSorted()).toEqual(['a1', 'a1', 'a2', 'a2']);
    expect(ids(granted).slice(4)).toEqual(['a0', 'a0']);
  });

  it('is none of those that failed the task, while there are others, and one of them when there are not', async () => {
    const { clock, granted, ask, balancer } = setUp({}, {});
    for (let call = 0; call < 3; call += 1) ask({ avoid: new Set(['a0']) });
    await clock.advance(0);
    expect(ids(granted)).toEqual(['a1', 'a1', 'a1']);
    balancer.setDisabled('a1', true);
    ask({ avoid: new Set(['a0']) });
    await clock.advance(0);
    expect(ids(granted).at(-1)).toBe('a0');
  });

  it('has no key that was refused, until somebody gives it another', async () => {
    const { clock, granted, refused, ask, balancer } = setUp({});
    ask();
    await clock.advance(0);
    granted[0]!.fail(failure('credential'));
    balancer.setDisabled('a0', false);
    ask();
    await clock.advance(0);
    expect(refused).toEqual([]);
    expect(granted).toHaveLength(2);
  });
});

describe('a permit', () => {
  it('is taken back when nobody has ended it for so long, and its room is for others', async () => {
    const { clock, granted, ask, balancer } = setUpWith({ leaseMs: 10_000 }, { limits: { maxConcurrent: 1 } });
    ask();
    ask();
    await clock.advance(9_999);
    expect(granted).toHaveLength(1);
    await clock.advance(1);
    expect(granted).toHaveLength(2);
    expect(balancer.status().inFlight).toBe(1);
    // What is said later does nothing.
    granted[0]!.settle(NO_USAGE, []);
    expect(balancer.status().inFlight).toBe(1);
    granted[1]!.settle(NO_USAGE, []);
    expect(clock.pendingTimers).toBe(0);
  });

  it('keeps the room of a call that was cancelled after it had left, and gives back that of one that had not', async () => {
    const { clock, granted, ask } = setUp({ limits: { requestsPerMinute: 2 } });
    for (let call = 0; call < 4; call += 1) ask();
    await clock.advance(0);
    await granted[0]!.start();
    granted[0]!.cancel();
    granted[1]!.cancel();
    await clock.advance(0);
    expect(granted).toHaveLength(3);
    await clock.advance(MINUTE_MS);
    expect(granted).toHaveLength(4);
  });

  it('lets a call leave no sooner than the pace of its account, counted from then, and not once it is aborted', async () => {
    const { clock, granted, ask } = setUp({ limits: { requestsPerSecond: 1, maxConcurrent: 5 } });
    ask();
    await clock.advance(0);
    await granted[0]!.start();
    const controller = new AbortController();
    ask({}, controller.signal);
    await clock.advance(1_000);
    const start = granted[1]!.start();
    controller.abort();
    await expect(Promise.all([start, clock.advance(2_000)])).rejects.toThrow(/abort/i);
  });

  it('is for nobody once the balancer is closed, and those who wait are told', async () => {
    const { clock, granted, refused, ask, balancer } = setUp({ limits: { maxConcurrent: 1 } });
    ask();
    ask();
    await clock.advance(0);
    balancer.close();
    ask();
    await clock.advance(0);
    expect(granted).toHaveLength(1);
    expect(refused).toMatchObject([{ code: 'MANYHANDS_ABORTED' }, { code: 'MANYHANDS_ABORTED' }]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('runs that share a pool', () => {
  it('get what their weights say, whoever asked for more', async () => {
    const { clock, balancer } = setUp({ limits: { maxConcurrent: 1 } });
    const served: string[] = [];
    const open: Permit[] = [];
    const want = (runId: string, weight: number) =>
      void balancer.acquire({ ...REQUEST, runId, weight }, never).then((permit) => {
        served.push(runId);
        open.push(permit);
      });
    for (let call = 0; call < 200; call += 1) want('light', 1);
    for (let call = 0; call < 60; call += 1) want('heavy', 3);
    await clock.advance(0);
    for (let call = 0; call < 40; call += 1) {
      open.shift()!.settle(NO_USAGE, []);
      await clock.advance(0);
    }
    const heavy = served.filter((runId) => runId === 'heavy').length;
    // Three of four, but for every eighth call, which is that of who waited longest.
    expect(heavy / served.length).toBeGreaterThan(0.6);
    expect(heavy / served.length).toBeLessThan(0.8);
  });
});
