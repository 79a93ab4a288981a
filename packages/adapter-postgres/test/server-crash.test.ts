import type { LimitRule, Store } from '@manyhands/core';
import { eventOf, startDatabase } from '@manyhands/test-database';
import { afterAll, describe, expect, it } from 'vitest';
import { postgresLimitStore, postgresStore } from '../src/index.ts';

const database = await startDatabase();
if (database === undefined && process.env['CI']) throw new Error('There is no PostgreSQL here.');

const RUNS = ['one', 'two', 'three'];
const EVENTS = 150;

describe.skipIf(database === undefined)('while the server is killed', { timeout: 120_000 }, () => {
  const { connectionString = '', crash = () => Promise.resolve() } = database ?? {};
  afterAll(() => database?.[Symbol.asyncDispose]());

  async function drive(store: Store, runId: string, onStored: () => void): Promise<void> {
    for (let seq = 1; seq <= EVENTS; seq += 2) {
      await store.append(runId, [eventOf(runId, seq), eventOf(runId, seq + 1)]);
      onStored();
    }
  }

  it('appends wait until it is there again, and every event is stored once', async () => {
    const store = postgresStore({ connectionString, schema: 'crash_store' });
    let stored = 0;
    let crashes = Promise.resolve();
    const driven = RUNS.map((runId) =>
      drive(store, runId, () => {
        stored += 1;
        // In the midst of the appends of the others.
        if (stored % 60 === 0) crashes = crashes.then(crash);
      }),
    );
    await Promise.all(driven);
    await crashes;
    for (const runId of RUNS) {
      const events = await Array.fromAsync(store.read(runId));
      expect(events).toEqual(Array.from({ length: EVENTS }, (_, index) => eventOf(runId, index + 1)));
    }
    await store.close();
  });

  it('nothing that was granted of a limit is forgotten', async () => {
    const store = postgresLimitStore({ connectionString, schema: 'crash_limits' });
    const rules: LimitRule[] = [
      { counts: 'requests', per: 'day', limit: 10, span: { type: 'sliding', ms: 86_400_000 } },
      { counts: 'calls', limit: 10 },
    ];
    const ask = async (from: number) => {
      const ids = Array.from({ length: 6 }, (_, index) => `ask ${from + index}`);
      const charge = { inputTokens: 1, outputTokens: 1, tokens: 2 };
      const asks = ids.map((id) => ({ id, group: 'group', charge }));
      const { answers } = await store.exchange({
        owner: 'me',
        leaseMs: 60_000,
        rules: { group: rules },
        changes: [],
        asks,
      });
      return answers.filter(({ type }) => type === 'reserved').length;
    };
    expect(await ask(0)).toBe(6);
    await crash();
    await expect.poll(() => ask(0).catch(() => 'away'), { timeout: 30_000 }).toBe(6);
    expect(await ask(6)).toBe(4);
    await store.close();
  });
});
