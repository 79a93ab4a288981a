import type { AccountStore } from '@manyhands/core';
import { createQuery } from './create-query.ts';
import { openDatabase, type PostgresOptions } from './database.ts';
import { readAccountsQuery, toAccountRecords, type AccountRow } from './queries/accounts.ts';

/**
 * Keeps accounts in PostgreSQL, for `storedAccounts` of several machines: their keys are sealed before they come here.
 *
 * @throws ConfigError when an option is wrong. Everything else comes with the first use, with the codes of `postgresStore`. A
 * change that fails with `MANYHANDS_DATABASE_AWAY` may have been made: look, then try again.
 * @example
 * const store = postgresAccountStore({ connectionString: process.env.DATABASE_URL });
 * const accounts = storedAccounts({ store, sealingKey: sealingKeyFromEnv() });
 */
export function postgresAccountStore(options: PostgresOptions): AccountStore {
  const database = openDatabase(options);
  const { schema } = database;
  const query = createQuery(database);

  async function change(call: string, ...values: unknown[]): Promise<boolean> {
    const [row] = await query<{ readonly done: boolean }>(`SELECT ${schema}.${call} AS done`, ...values);
    return row!.done;
  }

  return {
    name: 'postgres',
    async read(since) {
      return toAccountRecords(await query<AccountRow>(readAccountsQuery(schema), since ?? null), since);
    },
    put: (record, version) => change('account_put($1, $2)', JSON.stringify(record), version),
    remove: (accountId) => change('account_remove($1)', accountId),
    close: database.close,
  };
}
