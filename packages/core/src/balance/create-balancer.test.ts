import { describe, expect, it } from 'vitest';
import { accountSchema } from '../domain/account.ts';
import { NO_USAGE } from '../domain/usage.ts';
import type { PermitRequest } from '../ports/balancer.ts';
import { failure, MINUTE_MS, never, REQUEST, setUp } from '../testing/balance/set-up-balancer.ts';

describe('the balancer', () => {
  it('keeps every account of the pool busy, and none over its limit', async () => {
    const { clock, granted, ask } = setUp(
      { limits: { requestsPerMinute: 3 } },
      { limits: { requestsPerMinute: 5 } },
      { limits: { maxConcurrent: 2 } },
    );
    for (let index = 0; index < 30; index += 1) ask();
    await clock.advance(0);
    const perAccount = Map.groupBy(granted, ({ account }) => account.id);
    expect([...perAccount].map(([id, { length }]) => `${id}: ${length}`).toSorted()).toEqual([
      'a0: 3',
      'a1: 5',
      'a2: 2',
    ]);
    await clock.advance(MINUTE_MS - 1);
    expect(granted).toHaveLength(10);
    await clock.advance(1);
    expect(granted).toHaveLength(18);
  });

  it('takes all dimensions of a call at once or none', async () => {
    const { clock, granted, ask, balancer } = setUp({ limits: { requestsPerMinute: 10, tokensPerMinute: 500 } });
    ask();
    ask();
    ask();
    await clock.advance(0);
    expect(granted).toHaveLength(2);
    const [status] = balancer.status().accounts;
    expect(status?.limits.find(({ name }) => name === 'requestsPerMinute')?.used).toBe(2);
  });

  it('gives back what an answer did not use', async () => {
    const { clock, granted, ask } = setUp({ limits: { tokensPerMinute: 300 } });
    ask();
    ask();
    await clock.advance(0);
    expect(granted).toHaveLength(1);
    granted[0]!.settle({ ...NO_USAGE, inputTokens: 20, outputTokens: 5 }, []);
    await clock.advance(0);
    expect(granted).toHaveLength(2);
  });

  it('counts keys of one quota group together', async () => {
    const limits = { requestsPerMinute: 4 };
    const { clock, granted, ask } = setUp({ quotaGroup: 'org', limits }, { quotaGroup: 'org', limits });
    for (let index = 0; index < 10; index += 1) ask();
    await clock.advance(0);
    expect(granted).toHaveLength(4);
  });

  it('waits as long as the vendor says after a refusal, on that group only', async () => {
    const { clock, granted, ask } = setUp({}, {});
    ask();
    await clock.advance(0);
    const first = granted[0]!;
    first.fail(failure('rate-limited', { retryAfterMs: 7_000 }));
    for (let index = 0; index < 4; index += 1) ask();
    await clock.advance(0);
    expect(granted.slice(1).every(({ account }) => account.id !== first.account.id)).toBe(true);
    await clock.advance(7_000);
    for (let index = 0; index < 20; index += 1) ask();
    await clock.advance(0);
    expect(granted.slice(1).some(({ account }) => account.id === first.account.id)).toBe(true);
  });

  it('switches an account off whose key is refused, and says so when none is left', async () => {
    const { clock, granted, refused, ask, balancer } = setUp({});
    ask();
    ask();
    await clock.advance(0);
    granted[0]!.fail(failure('credential'));
    ask();
    await clock.advance(0);
    expect(refused).toMatchObject([{ code: 'MANYHANDS_NO_ACCOUNT' }]);
    expect(balancer.status().accounts[0]?.paused).toEqual({ reason: 'credential' });
  });

  it('backs off a model that is overloaded, not the account', async () => {
    const { clock, granted, ask } = setUp({});
    ask();
    await clock.advance(0);
    granted[0]!.fail(failure('overloaded', { retryAfterMs: 5_000 }));
    ask();
    ask({ targets: [{ provider: 'one', model: 'other' }] });
    await clock.advance(0);
    expect(granted.slice(1).map(({ target }) => target.model)).toEqual(['other']);
    await clock.advance(5_000);
    expect(granted).toHaveLength(3);
  });

  it('stops calling a server that fails, lets one probe out, and ramps up after it', async () => {
    const { clock, granted, ask } = setUp({});
    for (let index = 0; index < 5; index += 1) ask();
    await clock.advance(0);
    for (const permit of granted) permit.fail(failure('server'));
    for (let index = 0; index < 10; index += 1) ask();
    await clock.advance(4_999);
    expect(granted).toHaveLength(5);
    await clock.advance(1);
    expect(granted).toHaveLength(6);
    granted[5]!.settle(NO_USAGE, []);
    await clock.advance(0);
    expect(granted).toHaveLength(8);
  });

  it('learns a limit that nobody stated from a response', async () => {
    const { clock, granted, ask, balancer } = setUp({});
    ask();
    await clock.advance(0);
    granted[0]!.settle(NO_USAGE, [{ name: 'requestsPerMinute', limit: 3, remaining: 2 }]);
    for (let index = 0; index < 10; index += 1) ask();
    await clock.advance(0);
    expect(granted).toHaveLength(3);
    expect(balancer.status().accounts[0]?.limits[0]).toMatchObject({ limit: 3, used: 3, source: 'learned' });
  });

  it('counts what other programs took with the same key', async () => {
    const { clock, granted, ask } = setUp({ limits: { requestsPerMinute: 10 } });
    ask();
    await clock.advance(0);
    granted[0]!.settle(NO_USAGE, [{ name: 'requestsPerMinute', limit: 10, remaining: 2 }]);
    for (let index = 0; index < 10; index += 1) ask();
    await clock.advance(0);
    expect(granted).toHaveLength(3);
  });

  it('keeps to less than one call a second: half of one is one in two seconds', async () => {
    const { clock, granted, ask } = setUp({ limits: { requestsPerSecond: 0.5 } });
    for (let index = 0; index < 3; index += 1) ask();
    await clock.advance(1_999);
    expect(granted).toHaveLength(1);
    await clock.advance(1);
    expect(granted).toHaveLength(2);
  });

  it('keeps to the share of a key that others use too', async () => {
    const { clock, granted, ask } = setUp({ limits: { requestsPerMinute: 10 }, share: 0.5 });
    for (let index = 0; index < 10; index += 1) ask();
    await clock.advance(0);
    expect(granted).toHaveLength(5);
  });

  it('serves priority first, then the longest remaining path, then who came first', async () => {
    const { clock, balancer, granted, ask } = setUp({ limits: { maxConcurrent: 1 } });
    const served: string[] = [];
    const want = (name: string, request: Partial<PermitRequest>) =>
      void balancer.acquire({ ...REQUEST, ...request }, never).then((permit) => {
        served.push(name);
        granted.push(permit);
      });
    ask();
    await clock.advance(0);
    want('first', {});
    want('second', {});
    want('long', { remainingPathMs: 9_000 });
    want('urgent', { priority: 10 });
    for (let index = 0; index < 4; index += 1) {
      granted[index]!.settle(NO_USAGE, []);
      await clock.advance(0);
    }
    expect(served).toEqual(['urgent', 'long', 'first', 'second']);
  });

  it('follows the order of preference of a named route, and spreads `any` evenly', async () => {
    const targets = [
      { provider: 'two', model: 'm' },
      { provider: 'one', model: 'm' },
    ];
    const limits = { maxConcurrent: 4 };
    const { clock, granted, ask } = setUp({ limits }, { provider: 'two', limits });
    for (let index = 0; index < 4; index += 1) ask({ route: 'careful', targets });
    await clock.advance(0);
    expect(granted.map(({ target }) => target.provider)).toEqual(['two', 'two', 'two', 'two']);
    for (const permit of granted.splice(0)) permit.settle(NO_USAGE, []);
    for (let index = 0; index < 4; index += 1) ask({ targets });
    await clock.advance(0);
    expect(granted.map(({ target }) => target.provider).toSorted()).toEqual(['one', 'one', 'two', 'two']);
  });

  it('refuses at once a deadline that cannot be met, and says when it could be', async () => {
    const { clock, granted, refused, ask } = setUp({ limits: { requestsPerMinute: 1 } });
    ask();
    await clock.advance(0);
    ask({ deadlineAt: clock.now() + 1_000 });
    await clock.advance(0);
    expect(granted).toHaveLength(1);
    expect(refused).toMatchObject([
      { code: 'MANYHANDS_DEADLINE', message: expect.stringContaining('2026-01-01T00:01:00') },
    ]);
  });

  it('lets a waiting call go at any time and leaves no listener or timer behind', async () => {
    const { clock, refused, ask, balancer } = setUp({ limits: { maxConcurrent: 1 } });
    const controller = new AbortController();
    ask();
    ask({}, controller.signal);
    await clock.advance(0);
    controller.abort();
    await clock.advance(0);
    expect(refused).toMatchObject([{ code: 'MANYHANDS_ABORTED' }]);
    expect(balancer.status().waiting).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives room back when a call is cancelled before it left', async () => {
    const { clock, granted, ask } = setUp({ limits: { requestsPerMinute: 1 } });
    ask();
    ask();
    await clock.advance(0);
    granted[0]!.cancel();
    await clock.advance(0);
    expect(granted).toHaveLength(2);
  });

  it('takes accounts in and out while it runs', async () => {
    const { clock, granted, ask, balancer } = setUp({ limits: { maxConcurrent: 1 } });
    ask();
    ask();
    await clock.advance(0);
    balancer.add(accountSchema.parse({ id: 'new', provider: 'one', apiKey: 'k' }));
    await clock.advance(0);
    expect(granted.map(({ account }) => account.id)).toEqual(['a0', 'new']);
    balancer.remove('new');
    balancer.setDisabled('a0', true);
    granted[0]!.settle(NO_USAGE, []);
    ask();
    await clock.advance(0);
    expect(granted).toHaveLength(2);
    balancer.setDisabled('a0', false);
    await clock.advance(0);
    expect(granted).toHaveLength(3);
  });
});
