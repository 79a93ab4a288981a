import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../../domain/usage.ts';
import { ManyhandsError } from '../../errors/manyhands-error.ts';
import type { LimitAnswer, LimitExchange, LimitStore } from '../../ports/limit-store.ts';
import { createManualClock } from '../../testing/manual-clock.ts';
import { MINUTE_MS, setUpWith, type SetUpAccount } from '../../testing/balance/set-up-balancer.ts';
import { createLimitSharing } from './limit-sharing.ts';

const LEASE_MS = 30_000;
const usage = { ...NO_USAGE, inputTokens: 70, outputTokens: 30 };
const toLater = (inMs: number): LimitAnswer => ({ type: 'later', inMs });

/** A store that answers as it is told and keeps what it was asked; away while `error` is set. */
function aStore() {
  const exchanges: LimitExchange[] = [];
  const script = {
    answers: [] as LimitAnswer[],
    error: undefined as Error | undefined,
    owners: 2,
    isClosed: false,
  };
  const store: LimitStore = {
    name: 'scripted',
    async exchange(exchange) {
      exchanges.push(exchange);
      await Promise.resolve();
      if (script.error !== undefined) throw script.error;
      const answers = exchange.asks.map(() => script.answers.shift() ?? ({ type: 'reserved' } as const));
      return { answers, owners: script.owners };
    },
    async close() {
      script.isClosed = true;
    },
  };
  const changes = () => exchanges.flatMap((exchange) => exchange.changes);
  return { store, script, exchanges, changes };
}

function setUpShared(whenAway: 'wait' | 'share', ...accounts: SetUpAccount[]) {
  const clock = createManualClock();
  const shared = aStore();
  const sharing = createLimitSharing({ store: shared.store, clock, leaseMs: LEASE_MS, whenAway });
  return { ...shared, sharing, ...setUpWith({ clock, sharing }, ...accounts), clock };
}

const away = () => new ManyhandsError('It is away.', { code: 'MANYHANDS_DATABASE_AWAY', isRetryable: true });

describe('limits that several processes share', () => {
  it('are asked about in one exchange for all calls of a moment, with the rules of their groups', async () => {
    const { clock, ask, granted, exchanges } = setUpShared('wait', {
      limits: { requestsPerMinute: 10, maxConcurrent: 5 },
    });
    for (let index = 0; index < 3; index += 1) ask();
    expect(granted).toHaveLength(0);
    await clock.advance(0);
    expect(granted).toHaveLength(3);
    expect(exchanges).toHaveLength(1);
    const [{ rules, asks }] = exchanges as [LimitExchange];
    expect(asks.map(({ group }) => group)).toEqual(['one/a0/m', 'one/a0/m', 'one/a0/m']);
    expect(rules['one/a0/m']).toEqual([
      { counts: 'requests', per: 'minute', limit: 10, span: { type: 'sliding', ms: MINUTE_MS } },
      { counts: 'calls', limit: 5 },
    ]);
  });

  it('send a call to another account at once when others have taken the room of the first', async () => {
    const { clock, ask, granted, script, exchanges } = setUpShared('wait', { limits: { requestsPerMinute: 10 } }, {});
    script.answers = [toLater(5_000)];
    ask();
    await clock.advance(0);
    expect(exchanges.flatMap(({ asks }) => asks.map(({ group }) => group))).toHaveLength(2);
    const [first, second] = exchanges.flatMap(({ asks }) => asks.map(({ group }) => group));
    expect(first).not.toBe(second);
    expect(granted.map(({ account }) => `one/${account.id}/m`)).toEqual([second]);
  });

  it('let a call that was put off ask again when there may be room, and not before', async () => {
    const { clock, ask, granted, exchanges, changes, script } = setUpShared('wait', {
      limits: { requestsPerMinute: 10 },
    });
    script.answers = [toLater(300)];
    ask();
    await clock.advance(299);
    expect(granted).toHaveLength(0);
    expect(exchanges).toHaveLength(1);
    await clock.advance(1);
    expect(granted).toHaveLength(1);
    // It keeps its place in line.
    expect(changes()).toEqual([]);
  });

  it('are told when a call leaves and what it took; one that was refused or never left gives all back', async () => {
    const { clock, ask, granted, changes, exchanges } = setUpShared('wait', {});
    for (let index = 0; index < 3; index += 1) ask();
    await clock.advance(0);
    const ids = exchanges[0]!.asks.map(({ id }) => id);
    const [settled, cancelled, left] = granted as [(typeof granted)[0], (typeof granted)[0], (typeof granted)[0]];
    await settled.start();
    settled.settle(usage, []);
    cancelled.cancel();
    await left.start();
    left.cancel();
    await clock.advance(0);
    const group = 'one/a0/m';
    expect(changes()).toEqual([
      { type: 'start', id: ids[0], group },
      { type: 'settle', id: ids[0], group, charge: { inputTokens: 70, outputTokens: 30, tokens: 100 } },
      { type: 'release', id: ids[1], group },
      { type: 'start', id: ids[2], group },
      // Nobody knows what it took: it stays as reserved.
      { type: 'settle', id: ids[2], group },
    ]);
  });

  it('are given back what was asked for a call that is no longer wanted', async () => {
    const { clock, ask, granted, refused, changes, balancer } = setUpShared('wait', {});
    const controller = new AbortController();
    ask({}, controller.signal);
    await Promise.resolve();
    await Promise.resolve();
    expect(balancer.status()).toMatchObject({ waiting: 1, inFlight: 0 });
    controller.abort();
    await clock.advance(0);
    expect(granted).toHaveLength(0);
    expect(refused).toHaveLength(1);
    expect(changes().every(({ type }) => type === 'release')).toBe(true);
    expect(balancer.status()).toMatchObject({ waiting: 0, inFlight: 0 });
  });

  it('are said again while nothing happens, so that others know that this process is there', async () => {
    const { clock, ask, exchanges, sharing, script } = setUpShared('wait', {});
    ask();
    await clock.advance(0);
    await clock.advance(LEASE_MS);
    expect(exchanges).toHaveLength(4);
    await sharing.close();
    expect(script.isClosed).toBe(true);
    await clock.advance(LEASE_MS);
    expect(exchanges).toHaveLength(4);
  });

  it('fail a call with what the store says when that will not change', async () => {
    const { clock, ask, refused, script, balancer } = setUpShared('wait', {});
    script.error = new ManyhandsError('Newer.', { code: 'MANYHANDS_STORE_NEWER_SCHEMA' });
    ask();
    await clock.advance(0);
    expect(refused).toEqual([script.error]);
    expect(balancer.status()).toMatchObject({ waiting: 0, inFlight: 0 });
  });
});

describe('limits that several processes share, while their store is away', () => {
  it('let no call leave, and are asked the same again until the store is there', async () => {
    const { clock, ask, granted, exchanges, script } = setUpShared('wait', { limits: { requestsPerMinute: 10 } });
    script.error = away();
    ask();
    await clock.advance(10 * MINUTE_MS);
    expect(granted).toHaveLength(0);
    expect(new Set(exchanges.map(({ asks }) => asks[0]!.id)).size).toBe(1);
    script.error = undefined;
    await clock.advance(1_000);
    expect(granted).toHaveLength(1);
  });

  it('are refused to a call at its deadline', async () => {
    const { clock, ask, refused, script } = setUpShared('wait', {});
    script.error = away();
    ask({ deadlineAt: clock.now() + 5_000 });
    await clock.advance(5_000);
    expect(refused).toMatchObject([{ code: 'MANYHANDS_DEADLINE' }]);
  });

  it('go on with the part of this process where that was chosen, once nothing that others took counts any more', async () => {
    const { clock, ask, granted, changes, script } = setUpShared('share', { limits: { requestsPerMinute: 10 } });
    ask();
    await clock.advance(0);
    granted[0]!.cancel();
    await clock.advance(0);
    script.error = away();
    for (let index = 0; index < 9; index += 1) ask();
    await clock.advance(MINUTE_MS - 1);
    expect(granted).toHaveLength(1);
    await clock.advance(5_000);
    // Half of ten.
    expect(granted).toHaveLength(1 + 5);
    await granted[1]!.start();
    script.error = undefined;
    await clock.advance(2_000);
    // What left without asking is told with what it may take.
    expect(changes().find(({ type }) => type === 'start')).toMatchObject({ charge: { outputTokens: 100 } });
    expect(granted).toHaveLength(1 + 9);
  });

  it('wait all the same where a limit counts for a day, or nobody knows how many share it', async () => {
    const daily = setUpShared('share', {
      limits: { requestsPerDay: 10 },
      windows: { requestsPerDay: { type: 'day', timeZone: 'UTC' } },
    });
    daily.ask();
    await daily.clock.advance(0);
    daily.script.error = away();
    daily.ask();
    await daily.clock.advance(10 * MINUTE_MS);
    expect(daily.granted).toHaveLength(1);

    const unknown = setUpShared('share', { limits: { requestsPerMinute: 10 } });
    unknown.script.error = away();
    unknown.ask();
    await unknown.clock.advance(10 * MINUTE_MS);
    expect(unknown.granted).toHaveLength(0);
  });
});
