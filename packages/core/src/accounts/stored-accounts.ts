import { systemClock } from '../defaults/system-clock.ts';
import type { Account, AccountInput } from '../domain/account.ts';
import type { Secret } from '../domain/secret.ts';
import { ConfigError } from '../errors/config-error.ts';
import { unknownAccountError } from '../errors/account-error.ts';
import type { AccountFacts, AccountRecord, AccountSource, AccountStore, VersionedRecord } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import { followStore, type StoreFollowing } from './follow-store.ts';
import { isAsGiven, type AccountImport } from './import-accounts.ts';
import { isOwnedBy, toOwners, type AccountOwner } from './owners.ts';
import { open, seal } from './seal.ts';
import { createKeyRing, type FindSealingKey } from './sealing-key.ts';
import {
  checkStoredAccount,
  toAccount,
  toRecord,
  toSealedFor,
  toStoredAccount,
  type StoredAccount,
} from './to-record.ts';

export interface StoredAccountsOptions {
  /** Where they are: `sqliteAccountStore(…)`, `postgresAccountStore(…)`, `memoryAccountStore()` or your own. */
  readonly store: AccountStore;
  /** What their keys are sealed with: `sealingKeyFromEnv()`, or a function of yours over a KMS. */
  readonly sealingKey: FindSealingKey;
  /** How often a store that cannot tell is asked for changes of other processes, in ms. Default 1,000. */
  readonly pollMs?: number;
  /**
   * Told when the store is away, or the key of an account cannot be opened: that account is left out, the others go on.
   * Default: a warning of the process.
   */
  readonly onProblem?: (error: unknown) => void;
  /** Default: the system clock. */
  readonly clock?: Clock;
}

/** What of an account can be changed; `undefined` takes a fact away. */
export type AccountChanges = { readonly [Name in keyof AccountFacts | 'owner']?: Account[Name] | undefined };

/**
 * Accounts that several processes share and that change while they run. A change is in force in this process when its promise
 * resolves, and in the others within `pollMs`. Every method rejects with the codes of the store, and with
 * `MANYHANDS_SEALING_KEY` when it needs a sealing key that is not there.
 */
export interface StoredAccounts extends AccountSource, AsyncDisposable {
  /** @throws ConfigError when the account is not well formed; `MANYHANDS_DUPLICATE_ACCOUNT` when its id is there */
  add(account: AccountInput): Promise<void>;
  /**
   * Adds those that are not there and brings the others up to what is given, keys included; accounts that are not named stay as
   * they are. One that was disabled in the store stays so, unless the import says otherwise.
   *
   * @example
   * await accounts.import(accountsFromFile('accounts.json'));
   */
  import(accounts: readonly AccountInput[]): Promise<AccountImport>;
  /** New limits, another owner … @throws ManyhandsError `MANYHANDS_UNKNOWN_ACCOUNT`, as all below */
  change(accountId: string, changes: AccountChanges): Promise<void>;
  /** The account goes on with another key: calls under way end with the old one. */
  rotate(accountId: string, apiKey: string | Secret): Promise<void>;
  /** Takes no new calls until it is enabled. */
  disable(accountId: string): Promise<void>;
  enable(accountId: string): Promise<void>;
  /** Its sealed key is removed with it. */
  remove(accountId: string): Promise<void>;
  /** By id, without keys; of one owner, when one is named. */
  list(owner?: string): Promise<readonly StoredAccount[]>;
  /** Each identity with its accounts at every vendor. */
  owners(): Promise<readonly AccountOwner[]>;
  /** Seals every key that was sealed with a former sealing key anew; resolves with how many there were. */
  reseal(): Promise<number>;
  /** Follows no more and closes the store. */
  close(): Promise<void>;
}

const DEFAULT_POLL_MS = 1_000;

/**
 * Accounts in a store, their keys sealed with AES-256-GCM.
 *
 * @example
 * const accounts = storedAccounts({ store: sqliteAccountStore({ path: 'out/accounts.db' }), sealingKey: sealingKeyFromEnv() });
 * await accounts.import(accountsFromEnv({ openai: 'OPENAI_API_KEY' }));
 * const orchestrator = createOrchestrator({ accounts, planner, providers: [openai()], transport: memoryTransport() });
 */
export function storedAccounts(options: StoredAccountsOptions): StoredAccounts {
  const { store, clock = systemClock, pollMs = DEFAULT_POLL_MS, onProblem = warn } = options;
  const findKey = createKeyRing(options.sealingKey);
  const followings = new Set<StoreFollowing>();

  async function records(): Promise<readonly VersionedRecord[]> {
    return (await store.read())?.records ?? [];
  }

  async function openRecord(record: AccountRecord): Promise<Account> {
    const key = await findKey(record.sealed.keyId);
    return toAccount(record, open(record.sealed, toSealedFor(record), key));
  }

  async function sealAccount(account: Account): Promise<AccountRecord> {
    return toRecord(account, seal(account.apiKey, account, await findKey()), clock.now());
  }

  /** Again from what is there now, when somebody else was faster. */
  async function edit(accountId: string, how: (record: VersionedRecord) => AccountRecord | Promise<AccountRecord>) {
    while (true) {
      const record = (await records()).find(({ id }) => id === accountId);
      if (record === undefined) throw unknownAccountError(accountId, store.name);
      if (await store.put(await how(record), record.version)) return;
    }
  }

  async function resealed(record: VersionedRecord, changes: AccountChanges = {}): Promise<AccountRecord> {
    const account = checkStoredAccount(without({ ...(await openRecord(record)), ...changes }), 'account');
    const { addedAt, keySince } = record;
    return { ...(await sealAccount(account)), addedAt, keySince };
  }

  async function add(account: Account, path: string): Promise<void> {
    if (await store.put(await sealAccount(account), 0)) return;
    const message = `The store has an account "${account.id}" already; change it, or give this one another id.`;
    throw new ConfigError(message, { code: 'MANYHANDS_DUPLICATE_ACCOUNT', path: `${path}.id` });
  }

  async function importOne(account: Account, path: string): Promise<keyof AccountImport> {
    const record = (await records()).find(({ id }) => id === account.id);
    if (record === undefined) {
      await add(account, path);
      return 'added';
    }
    const stored = await openRecord(record);
    if (isAsGiven(record, stored, account)) return 'unchanged';
    await edit(account.id, async ({ addedAt, keySince, isDisabled }) => {
      const given = await sealAccount({ ...account, disabled: account.disabled ?? isDisabled });
      const isSameKey = stored.apiKey.reveal() === account.apiKey.reveal();
      return { ...given, addedAt, keySince: isSameKey ? keySince : given.keySince };
    });
    return 'changed';
  }

  /** Those who follow know when the promise resolves. */
  async function changed<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    await Promise.all([...followings].map((following) => following.sync()));
    return result;
  }

  function setDisabled(accountId: string, isDisabled: boolean): Promise<void> {
    return changed(edit(accountId, (record) => ({ ...record, isDisabled })));
  }

  async function importAll(given: readonly AccountInput[]): Promise<AccountImport> {
    const accounts = given.map((account, index) => checkStoredAccount(account, `accounts[${index}]`));
    const report: Record<keyof AccountImport, string[]> = { added: [], changed: [], unchanged: [] };
    for (const [index, account] of accounts.entries()) {
      report[await importOne(account, `accounts[${index}]`)].push(account.id);
    }
    return report;
  }

  async function resealAll(): Promise<number> {
    const { id: newest } = await findKey();
    const old = (await records()).filter(({ sealed }) => sealed.keyId !== newest);
    for (const { id } of old) await edit(id, (record) => resealed(record));
    return old.length;
  }

  async function list(owner?: string): Promise<readonly StoredAccount[]> {
    const all = (await records()).map(toStoredAccount);
    return owner === undefined ? all : all.filter((account) => isOwnedBy(account, owner));
  }

  async function close(): Promise<void> {
    for (const following of followings) following.stop();
    followings.clear();
    await store.close();
  }

  return {
    add: async (account) => changed(add(checkStoredAccount(account, 'account'), 'account')),
    import: (accounts) => changed(importAll(accounts)),
    change: (accountId, changes) => changed(edit(accountId, (record) => resealed(record, changes))),
    rotate: (accountId, apiKey) =>
      changed(
        edit(accountId, async (record) => {
          const { id, provider } = record;
          const { apiKey: checked } = checkStoredAccount({ id, provider, apiKey }, 'account');
          const sealed = seal(checked, toSealedFor(record), await findKey());
          return { ...record, sealed, keySince: clock.now() };
        }),
      ),
    disable: (accountId) => setDisabled(accountId, true),
    enable: (accountId) => setDisabled(accountId, false),
    async remove(accountId) {
      if (!(await changed(store.remove(accountId)))) throw unknownAccountError(accountId, store.name);
    },
    list,
    owners: async () => toOwners(await list()),
    reseal: () => changed(resealAll()),
    async follow(follower) {
      const following = followStore(follower, { store, open: openRecord, clock, pollMs, onProblem });
      await following.sync();
      followings.add(following);
      return () => {
        following.stop();
        followings.delete(following);
      };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Facts that were taken away are not there, rather than `undefined`. */
function without(account: object): object {
  return Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined));
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error.message : String(error), 'ManyhandsWarning');
}
