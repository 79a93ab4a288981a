import { systemClock } from '../defaults/system-clock.ts';
import type { Account, AccountInput } from '../domain/account.ts';
import type { Secret } from '../domain/secret.ts';
import { ConfigError } from '../errors/config-error.ts';
import { unknownAccountError } from '../errors/account-error.ts';
import type { AccountFacts, AccountRecord, AccountSource, AccountStore, VersionedRecord } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import { followStore, type StoreFollowing } from './follow-store.ts';
import { importAccounts, type AccountImport } from './import-accounts.ts';
import { isOwnedBy, toOwners, type AccountOwner } from './owners.ts';
import { createSealedRecords } from './sealed-records.ts';
import type { FindSealingKey } from './sealing-key.ts';
import { checkStoredAccount, toSealedFor, toStoredAccount, type StoredAccount } from './to-record.ts';

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
  const { store, sealingKey, clock = systemClock, pollMs = DEFAULT_POLL_MS, onProblem = warn } = options;
  const records = createSealedRecords({ store, sealingKey, clock });
  const followings = new Set<StoreFollowing>();

  /** Those who follow know when the promise resolves. */
  async function changed<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    await Promise.all([...followings].map((following) => following.sync()));
    return result;
  }

  async function add(account: AccountInput): Promise<void> {
    const checked = checkStoredAccount(account, 'account');
    if (await store.put(await records.seal(checked), 0)) return;
    const message = `The store has an account "${checked.id}" already; change it, or give this one another id.`;
    throw new ConfigError(message, { code: 'MANYHANDS_DUPLICATE_ACCOUNT', path: 'account.id' });
  }

  async function sealAgain(record: VersionedRecord, changes: AccountChanges = {}): Promise<AccountRecord> {
    const account = checkStoredAccount(without({ ...(await records.open(record)), ...changes }), 'account');
    const { addedAt, keySince } = record;
    return { ...(await records.seal(account)), addedAt, keySince };
  }

  async function withKey(record: VersionedRecord, apiKey: string | Secret): Promise<AccountRecord> {
    const { id, provider } = record;
    const { apiKey: checked } = checkStoredAccount({ id, provider, apiKey }, 'account');
    return { ...record, sealed: await records.sealKey(checked, toSealedFor(record)), keySince: clock.now() };
  }

  function setDisabled(accountId: string, isDisabled: boolean): Promise<void> {
    return changed(records.edit(accountId, (record) => ({ ...record, isDisabled })));
  }

  async function remove(accountId: string): Promise<void> {
    if (!(await store.remove(accountId))) throw unknownAccountError(accountId, store.name);
  }

  async function resealAll(): Promise<number> {
    const newest = await records.newestKeyId();
    const old = (await records.all()).filter(({ sealed }) => sealed.keyId !== newest);
    for (const { id } of old) await records.edit(id, (record) => sealAgain(record));
    return old.length;
  }

  async function list(owner?: string): Promise<readonly StoredAccount[]> {
    const all = (await records.all()).map(toStoredAccount);
    return owner === undefined ? all : all.filter((account) => isOwnedBy(account, owner));
  }

  async function close(): Promise<void> {
    for (const following of followings) following.stop();
    followings.clear();
    await store.close();
  }

  return {
    add: (account) => changed(add(account)),
    import: (accounts) => changed(importAccounts(accounts, records)),
    change: (accountId, changes) => changed(records.edit(accountId, (record) => sealAgain(record, changes))),
    rotate: (accountId, apiKey) => changed(records.edit(accountId, (record) => withKey(record, apiKey))),
    disable: (accountId) => setDisabled(accountId, true),
    enable: (accountId) => setDisabled(accountId, false),
    remove: (accountId) => changed(remove(accountId)),
    list,
    owners: async () => toOwners(await list()),
    reseal: () => changed(resealAll()),
    async follow(follower) {
      const following = followStore(follower, { store, open: records.open, clock, pollMs, onProblem });
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
