import { randomBytes } from 'node:crypto';
import { sealingKeyFromEnv, storedAccounts, type Account } from '@manyhands/core';
import { testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { postgresAccountStore } from './postgres-account-store.ts';
import { postgresResponseCache } from './postgres-response-cache.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();
const sealingKey = sealingKeyFromEnv('KEY', { KEY: randomBytes(32).toString('hex') });

describe('accounts in PostgreSQL, when there is no database', () => {
  it('cannot be had, and say why', async () => {
    const store = postgresAccountStore({ connectionString: 'postgres://user:sk-hidden@127.0.0.1:1/none' });
    await using accounts = storedAccounts({ store, sealingKey });
    const error: unknown = await accounts.follow({ add() {}, remove() {} }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'MANYHANDS_DATABASE_AWAY', isRetryable: true });
    expect(JSON.stringify(error) + String(error)).not.toContain('sk-hidden');
    const cache = postgresResponseCache({ connectionString: 'postgres://127.0.0.1:1/none' });
    await expect(cache.find(['a'], 0)).rejects.toMatchObject({ code: 'MANYHANDS_DATABASE_AWAY' });
    await cache.close();
  });
});

describe.skipIf(isMissing)('accounts in PostgreSQL', () => {
  it('that one process changes change in another, and no key is in the tables', async () => {
    const schema = newSchema();
    const open = () =>
      storedAccounts({ store: postgresAccountStore({ connectionString, schema }), sealingKey, pollMs: 20 });
    await using here = open();
    await using elsewhere = open();
    const known = new Map<string, Account>();
    const keyOf = (id: string) => known.get(id)?.apiKey.reveal();
    await here.follow({ add: (account) => void known.set(account.id, account), remove: (id) => void known.delete(id) });
    await elsewhere.import([
      { id: 'a', provider: 'one', apiKey: 'sk-very-secret-1', owner: 'ann@example.org' },
      { id: 'b', provider: 'one', apiKey: 'sk-very-secret-2' },
    ]);
    await expect.poll(() => [keyOf('a'), keyOf('b')]).toEqual(['sk-very-secret-1', 'sk-very-secret-2']);
    await elsewhere.rotate('a', 'sk-very-secret-3');
    await elsewhere.remove('b');
    await expect.poll(() => [keyOf('a'), keyOf('b')]).toEqual(['sk-very-secret-3', undefined]);
    const pool = new Pool({ connectionString });
    const { rows } = await pool.query<{ all: string }>(`SELECT accounts::text AS all FROM ${schema}.accounts`);
    await pool.end();
    expect(rows.map((row) => row.all).join()).toMatch(/ann@example\.org/);
    expect(rows.map((row) => row.all).join()).not.toMatch(/very-secret/);
  });

  it('keep every change that several processes make at once', async () => {
    const schema = newSchema();
    const processes = Array.from({ length: 4 }, () =>
      storedAccounts({ store: postgresAccountStore({ connectionString, schema }), sealingKey }),
    );
    await processes[0]!.add({ id: 'a', provider: 'one', apiKey: 'sk-1' });
    await Promise.all([
      ...processes.map((accounts, index) => accounts.add({ id: `b${index}`, provider: 'one', apiKey: `sk-${index}` })),
      processes[0]!.disable('a'),
      processes[1]!.rotate('a', 'sk-2'),
      processes[2]!.change('a', { share: 0.5 }),
      processes[3]!.change('a', { owner: 'ann@example.org' }),
    ]);
    expect(await processes[0]!.list()).toHaveLength(5);
    expect((await processes[0]!.list())[0]).toMatchObject({ isDisabled: true, share: 0.5, owner: 'ann@example.org' });
    await Promise.all(processes.map((accounts) => accounts.close()));
  });
});
