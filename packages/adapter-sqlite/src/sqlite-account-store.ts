import type { AccountStore } from '@manyhands/core';
import { createDatabaseThread } from './database-thread.ts';
import { checkOptions, type SqliteOptions } from './options.ts';

/**
 * Keeps accounts in a file, for `storedAccounts`: their keys are sealed before they come here. Several processes may share the
 * file, with runs in it or without.
 *
 * @throws ConfigError when an option is wrong. Everything else comes with the first use, with the codes of `sqliteStore`.
 * @example
 * const accounts = storedAccounts({ store: sqliteAccountStore({ path: 'out/accounts.db' }), sealingKey: sealingKeyFromEnv() });
 */
export function sqliteAccountStore(options: Pick<SqliteOptions, 'path' | 'busyTimeoutMs'>): AccountStore {
  const thread = createDatabaseThread({ ...checkOptions(options), synchronous: 'full' });
  return {
    name: 'sqlite',
    read: (since) => thread.call('readAccounts', since),
    put: (record, version) => thread.call('putAccount', { record, version }),
    remove: (accountId) => thread.call('removeAccount', accountId),
    close: thread.close,
  };
}
