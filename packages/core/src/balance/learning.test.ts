import { describe, expect, it } from 'vitest';
import type { LimitName } from '../domain/limits.ts';
import { playAccounts, type PlayedAccount } from '../testing/balance/play-accounts.ts';
import { bucketVendor, slidingVendor } from '../testing/windows/strict-vendors.ts';

const MINUTE_MS = 60_000;

function counting(limit: number, account: Partial<PlayedAccount>): PlayedAccount {
  return { counters: { requestsPerMinute: slidingVendor(limit, MINUTE_MS) }, tells: 'always', ...account };
}

function limitOf(status: Awaited<ReturnType<typeof playAccounts>>['status'], name: LimitName) {
  return status[0]!.limits.find((limit) => limit.name === name);
}

describe('a limit that was stated wrongly', () => {
  it.each([
    ['too high', { requestsPerMinute: 60 }],
    ['too low', { requestsPerMinute: 10 }],
    ['not at all', {}],
  ])('becomes that of the vendor, which tells it with every answer: %s', async (_, limits) => {
    const account = counting(30, { stated: { limits } });
    const { accounts, makespanMs, status } = await playAccounts({ accounts: [account], tasks: 150, durationMs: 500 });
    expect(limitOf(status, 'requestsPerMinute')).toMatchObject({ limit: 30, source: 'learned' });
    // Those that were under way with it, once.
    expect(accounts[0]!.refusedAt.every((ms) => ms < 1_000)).toBe(true);
    expect(accounts[0]!.refusedAt.length).toBeLessThanOrEqual(30);
    expect(makespanMs).toBeLessThan(5 * MINUTE_MS);
  });

  it('becomes that of the vendor, which tells it when it refuses', async () => {
    const account = counting(30, { stated: { limits: { requestsPerMinute: 60 } }, tells: 'limit' });
    const { accounts, status } = await playAccounts({ accounts: [account], tasks: 150, durationMs: 500 });
    expect(limitOf(status, 'requestsPerMinute')).toMatchObject({ limit: 30 });
    expect(accounts[0]!.refusedAt.every((ms) => ms < 1_000)).toBe(true);
  });

  it('is found by counting, where the vendor only names it', async () => {
    const account = counting(30, { stated: { limits: { requestsPerMinute: 60 } }, tells: 'name' });
    const { accounts, status } = await playAccounts({ accounts: [account], tasks: 300, durationMs: 500 });
    expect(limitOf(status, 'requestsPerMinute')!.limit).toBeLessThanOrEqual(36);
    // The first burst; then one more now and then, when it is tried whether the limit is higher.
    expect(accounts[0]!.refusedAt.filter((ms) => ms > 2 * MINUTE_MS).length).toBeLessThanOrEqual(12);
  });

  it('is found for calls at once too, and tried to be higher later on', async () => {
    const account: PlayedAccount = {
      counters: {},
      maxConcurrent: 5,
      tells: 'name',
      stated: { limits: { maxConcurrent: 20 } },
    };
    const { accounts, makespanMs } = await playAccounts({
      accounts: [account],
      tasks: 2_000,
      durationMs: 1_000,
      meanwhile: { [MINUTE_MS]: () => (account.maxConcurrent = 20) },
    });
    expect(accounts[0]!.refusedAt.length).toBeLessThanOrEqual(30);
    // At five at once it would be 400 s.
    expect(makespanMs).toBeLessThan(330_000);
  });

  it('is not taken for lower because one call came a little too early', async () => {
    const account = counting(60, { stated: { limits: { requestsPerMinute: 60 } }, tells: 'name' });
    let early = 1;
    const strict = account.counters.requestsPerMinute!;
    account.counters = {
      requestsPerMinute: { ...strict, arrives: (amount, at) => (early -= 1) !== -60 && strict.arrives(amount, at) },
    };
    const { status, makespanMs } = await playAccounts({ accounts: [account], tasks: 240, durationMs: 100 });
    expect(limitOf(status, 'requestsPerMinute')!.limit).toBeGreaterThanOrEqual(59);
    expect(makespanMs).toBeLessThan(4 * MINUTE_MS + 1_000);
  });

  it('that is halved by the vendor in the middle costs a handful of refusals, and nothing elsewhere', async () => {
    const halved: PlayedAccount = {
      counters: { requestsPerMinute: bucketVendor(60, MINUTE_MS, 5) },
      tells: 'always',
      stated: { limits: { requestsPerMinute: 60 }, windows: { requestsPerMinute: { type: 'bucket', burst: 5 } } },
    };
    const well = { ...halved, counters: { requestsPerMinute: bucketVendor(60, MINUTE_MS, 5) } };
    const { accounts } = await playAccounts({
      accounts: [halved, well],
      tasks: 240,
      durationMs: 200,
      meanwhile: { [MINUTE_MS]: () => (halved.counters = { requestsPerMinute: bucketVendor(30, MINUTE_MS, 5) }) },
    });
    expect(accounts[0]!.refusedAt.length).toBeLessThanOrEqual(5);
    expect(accounts[1]!.refusedAt).toEqual([]);
  });
});

describe('an account that states no limit', () => {
  it('is tried with more and more calls at once, until it refuses', async () => {
    const account: PlayedAccount = { counters: {}, maxConcurrent: 40, tells: 'nothing' };
    const { accounts, makespanMs } = await playAccounts({ accounts: [account], tasks: 2_000, durationMs: 1_000 });
    expect(accounts[0]!.refusedAt.length / 2_000).toBeLessThan(0.05);
    expect(makespanMs).toBeLessThan(2.5 * (2_000 / 40) * 1_000);
  });

  it('finds out a limit per second and one per minute that are only named', async () => {
    const account: PlayedAccount = {
      counters: { requestsPerSecond: slidingVendor(2, 1_000), requestsPerMinute: slidingVendor(60, MINUTE_MS) },
      tells: 'name',
    };
    const { accounts, makespanMs } = await playAccounts({ accounts: [account], tasks: 200, durationMs: 300 });
    expect(accounts[0]!.refusedAt.length).toBeLessThanOrEqual(60);
    expect(makespanMs).toBeLessThan(6 * MINUTE_MS);
  });
});

describe('a key that others use too', () => {
  it('has room for as much as they leave, in the vendor’s own words', async () => {
    const account = counting(60, { stated: { limits: { requestsPerMinute: 60 } } });
    const others = () => {
      for (let call = 0; call < 20; call += 1) account.counters.requestsPerMinute!.arrives(1, Date.UTC(2026, 0, 1));
    };
    others();
    const { accounts } = await playAccounts({ accounts: [account], tasks: 90, durationMs: 300 });
    expect(accounts[0]!.refusedAt.length).toBeLessThanOrEqual(20);
    expect(accounts[0]!.refusedAt.every((ms) => ms < 1_000)).toBe(true);
  });
});
