import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../domain/usage.ts';
import type { ProviderErrorFacts } from '../errors/provider-error.ts';
import { failure, setUpWith, type SetUpAccount } from '../testing/balance/set-up-balancer.ts';
import { scriptedProvider } from '../testing/scripted-provider.ts';

/** The model that is called is the default one, whose family is always shown. */
function setUp(...accounts: SetUpAccount[]) {
  return setUpWith({ providers: [scriptedProvider({ id: 'one', defaultModel: 'm' })] }, ...accounts);
}

async function afterFailure(kind: ProviderErrorFacts['kind'], facts: Partial<ProviderErrorFacts> = {}) {
  const { clock, granted, ask, balancer } = setUp({});
  ask();
  await clock.advance(0);
  granted[0]!.fail(failure(kind, facts));
  const { paused } = balancer.status().accounts[0]!;
  return { ...paused, ...(paused?.until !== undefined && { until: paused.until - clock.now() }) };
}

describe('the status of a pool', () => {
  it('says of every limit what is used and free, and how many are under way and wait', async () => {
    const limits = { requestsPerMinute: 10, tokensPerMinute: 700, maxConcurrent: 5 };
    const { clock, ask, balancer } = setUp({ limits, owner: 'ada@example.org', quotaGroup: 'org' });
    for (let index = 0; index < 5; index += 1) ask();
    await clock.advance(0);
    // A prompt of 100 tokens with its margin, and an answer of 100, three times.
    expect(balancer.status()).toEqual({
      waiting: 2,
      inFlight: 3,
      accounts: [
        {
          accountId: 'a0',
          provider: 'one',
          owner: 'ada@example.org',
          quotaGroup: 'org',
          family: 'm',
          inFlight: 3,
          limits: [
            { name: 'requestsPerMinute', limit: 10, used: 3, free: 7, source: 'stated' },
            { name: 'tokensPerMinute', limit: 700, used: 645, free: 55, source: 'stated' },
            { name: 'maxConcurrent', limit: 5, used: 3, free: 2, source: 'stated' },
          ],
        },
      ],
    });
  });

  it('is plain data: a metric can take it as it is, and no key is in it', async () => {
    const { clock, ask, balancer } = setUp({ apiKey: 'sk-secret', limits: { requestsPerMinute: 10 } });
    ask();
    await clock.advance(0);
    const text = JSON.stringify(balancer.status());
    expect(JSON.parse(text)).toEqual(balancer.status());
    expect(text).not.toContain('secret');
  });

  it('says which limits were learned, and how much of a small bucket comes at once', async () => {
    const windows = { requestsPerMinute: { type: 'bucket' as const, burst: 5 } };
    const { clock, granted, ask, balancer } = setUp({ limits: { requestsPerMinute: 60 }, windows });
    ask();
    await clock.advance(0);
    granted[0]!.settle(NO_USAGE, [{ name: 'tokensPerMinute', limit: 9_000 }]);
    expect(balancer.status().accounts[0]!.limits).toMatchObject([
      { name: 'requestsPerMinute', limit: 60, burst: 5, used: 1, free: 4, source: 'stated' },
      { name: 'tokensPerMinute', limit: 9_000, source: 'learned' },
    ]);
  });

  it.each([
    ['a limit that was hit', 'rate-limited', { retryAfterMs: 7_000 }, { reason: 'rate-limited', until: 7_000 }],
    ['a quota that is used up', 'quota-exhausted', {}, { reason: 'quota-exhausted', until: 60_000 }],
    ['a model that is overloaded', 'overloaded', { retryAfterMs: 3_000 }, { reason: 'overloaded', until: 3_000 }],
    ['a key that is refused', 'credential', {}, { reason: 'credential' }],
    ['a request that is wrong', 'bad-request', {}, {}],
  ] as const)('says why an account is paused and until when: %s', async (_, kind, facts, paused) => {
    expect(await afterFailure(kind, facts)).toEqual(paused);
  });

  it('says that a server is not called because it failed too often', async () => {
    const { clock, granted, ask, balancer } = setUp({});
    for (let index = 0; index < 5; index += 1) ask();
    await clock.advance(0);
    for (const permit of granted) permit.fail(failure('server'));
    const until = clock.now() + 5_000;
    expect(balancer.status().accounts[0]!.paused).toEqual({ reason: 'circuit-open', until });
  });

  it('says that a person switched an account off, or took it out while it still has calls', async () => {
    const { clock, granted, ask, balancer } = setUp({}, {});
    ask();
    ask();
    await clock.advance(0);
    balancer.setDisabled('a0', true);
    balancer.remove('a1');
    expect(balancer.status().accounts.map(({ paused }) => paused)).toEqual([
      { reason: 'disabled' },
      { reason: 'draining' },
    ]);
    for (const permit of granted) permit.settle(NO_USAGE, []);
    expect(balancer.status().accounts.map(({ accountId }) => accountId)).toEqual(['a0']);
    balancer.setDisabled('a0', false);
    expect(balancer.status().accounts[0]!.paused).toBeUndefined();
  });

  it('shows accounts before their first call, by the default model of their provider', () => {
    const { balancer } = setUp({ limits: { requestsPerMinute: 10 } });
    expect(balancer.status().accounts).toMatchObject([{ accountId: 'a0', family: 'm', inFlight: 0 }]);
  });
});
