import type { LimitExchange, LimitRule } from '@manyhands/core';
import { limitsLeftBehind, testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { postgresLimitStore } from './postgres-limit-store.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();
const charge = { inputTokens: 1, outputTokens: 1, tokens: 2 };

function exchangeOf(owner: string, ids: readonly string[], rules: readonly LimitRule[]): LimitExchange {
  const asks = ids.map((id) => ({ id, group: 'group', charge }));
  return { owner, leaseMs: 30_000, rules: { group: rules }, changes: [], asks };
}

describe('the PostgreSQL limit store, when there is no database', () => {
  it('says so, and that trying again may help', async () => {
    const store = postgresLimitStore({ connectionString: 'postgres://user:sk-hidden@127.0.0.1:1/none' });
    const error: unknown = await store.exchange(exchangeOf('one', ['a'], [])).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'MANYHANDS_DATABASE_AWAY', isRetryable: true });
    expect(JSON.stringify(error) + String(error)).not.toContain('sk-hidden');
    await store.close();
  });
});

describe.skipIf(isMissing)('the PostgreSQL limit store', () => {
  it('grants exactly the limit to clients that ask at the same time', async () => {
    const schema = newSchema();
    const rules: LimitRule[] = [
      { counts: 'requests', per: 'minute', limit: 50, span: { type: 'sliding', ms: 60_000 } },
    ];
    const stores = Array.from({ length: 8 }, () => postgresLimitStore({ connectionString, schema }));
    const replies = await Promise.all(
      stores.flatMap((store, owner) =>
        Array.from({ length: 10 }, (_, turn) =>
          store.exchange(exchangeOf(`${owner}`, [`${owner}-${turn}-a`, `${owner}-${turn}-b`], rules)),
        ),
      ),
    );
    const granted = replies.flatMap(({ answers }) => answers).filter(({ type }) => type === 'reserved');
    expect(granted).toHaveLength(50);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('does not tie up those who lock several groups in different orders', async () => {
    const schema = newSchema();
    const stores = Array.from({ length: 4 }, () => postgresLimitStore({ connectionString, schema }));
    const names = Array.from({ length: 12 }, (_, index) => `group-${index}`);
    const all = stores.flatMap((store, owner) =>
      Array.from({ length: 10 }, (_, turn) => {
        const groups = turn % 2 === 0 ? names : names.toReversed();
        const asks = groups.map((group) => ({ id: `${owner}-${turn}-${group}`, group, charge }));
        return store.exchange({ owner: `${owner}`, leaseMs: 1_000, rules: {}, changes: [], asks });
      }),
    );
    await expect(Promise.all(all)).resolves.toHaveLength(40);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('keeps nothing of processes that are gone, in groups that nobody asks for either', async () => {
    const schema = newSchema();
    const pool = new Pool({ connectionString, max: 2 });
    await migrate(pool, schema);
    await pool.query(`
      CREATE TABLE ${schema}.test_clock AS SELECT 1767225600000::bigint AS at;
      CREATE OR REPLACE FUNCTION ${schema}.limit_clock() RETURNS bigint LANGUAGE sql VOLATILE
      AS $$ SELECT at FROM ${schema}.test_clock $$`);
    const left = await limitsLeftBehind({
      store: postgresLimitStore({ pool, schema }),
      advance: async (ms) => void (await pool.query(`UPDATE ${schema}.test_clock SET at = at + $1`, [ms])),
      count: async (table) => (await pool.query(`SELECT 1 FROM ${schema}.limit_${table}`)).rows.length,
    });
    expect(left).toEqual({
      soon: { owners: 2, reservations: 600 },
      aDayLater: { owners: 1, reservations: 0, taken: 0 },
    });
    await pool.end();
  });

  it('goes by the clock of the database', async () => {
    const store = postgresLimitStore({ connectionString, schema: newSchema() });
    const rules: LimitRule[] = [{ counts: 'requests', per: 'second', limit: 1, span: { type: 'sliding', ms: 300 } }];
    await store.exchange(exchangeOf('one', ['a'], rules));
    await store.exchange({ ...exchangeOf('one', [], rules), changes: [{ type: 'start', id: 'a', group: 'group' }] });
    const { answers } = await store.exchange(exchangeOf('one', ['b'], rules));
    expect(answers).toEqual([{ type: 'later', inMs: expect.any(Number) as number }]);
    const inMs = answers[0]!.type === 'later' ? answers[0]!.inMs : 0;
    expect(inMs).toBeLessThanOrEqual(310);
    await new Promise((resolve) => setTimeout(resolve, inMs + 5));
    expect((await store.exchange(exchangeOf('one', ['b'], rules))).answers).toEqual([{ type: 'reserved' }]);
    await store.close();
  });

  it('leaves a pool that it was given open', async () => {
    const pool = new Pool({ connectionString });
    const store = postgresLimitStore({ pool, schema: newSchema() });
    await store.exchange(exchangeOf('one', ['a'], []));
    await store.close();
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});
