import type { Account } from '../domain/account.ts';

/** What is known of an account beside who it is and its key. */
export type AccountFacts = Omit<Account, 'id' | 'provider' | 'owner' | 'apiKey' | 'disabled'>;

/** An account's key, encrypted. It says nothing without the key that sealed it. */
export interface SealedKey {
  /** Which key sealed it. */
  readonly keyId: string;
  readonly box: string;
}

/** An account as a store keeps it. */
export interface AccountRecord {
  readonly id: string;
  readonly provider: string;
  readonly owner?: string;
  readonly isDisabled: boolean;
  readonly facts: AccountFacts;
  readonly sealed: SealedKey;
  /** Epoch ms. */
  readonly addedAt: number;
  /** Epoch ms: since when it has the key it has. */
  readonly keySince: number;
}

/** `version`: when it was changed last, counted over all changes of the store. */
export type VersionedRecord = AccountRecord & { readonly version: number };

export interface AccountRecords {
  /** Of the newest change; 0: there never was one. */
  readonly version: number;
  /** All there are, by id. */
  readonly records: readonly VersionedRecord[];
}

/**
 * Keeps accounts, their keys sealed: a store never sees one. Promises:
 *
 * - A change that resolved survives `kill -9`. It makes a newer version than all before it, of other processes too, and every
 *   read that begins later sees it.
 * - Of several changes of one version of an account exactly one is stored.
 * - What is removed is gone, its sealed key too.
 */
export interface AccountStore {
  readonly name: string;
  /** `undefined` when nothing has changed since that version. */
  read(since?: number): Promise<AccountRecords | undefined>;
  /**
   * Stores a record in the place of the one of that version; 0: where there is none. `false`, and nothing is changed, when the
   * account is not of that version.
   */
  put(record: AccountRecord, version: number): Promise<boolean>;
  /** Whether it was there. */
  remove(accountId: string): Promise<boolean>;
  /** Calls back after changes, where a store can tell; the returned function ends it. Other stores are asked now and then. */
  watch?(onChange: () => void): () => void;
  close(): Promise<void>;
}

/** Takes accounts as they come, change and go. */
export interface AccountFollower {
  /** One that is known by its id has changed. */
  add(account: Account): void;
  remove(accountId: string): void;
}

/** An account, to look at: everything but its key. */
export interface ListedAccount extends AccountFacts {
  readonly id: string;
  readonly provider: string;
  readonly owner?: string;
  readonly isDisabled: boolean;
}

/** Accounts that come and go while processes use them: what a pool may be given instead of a list. */
export interface AccountSource {
  /**
   * Tells the follower of all accounts, resolves, and goes on telling it what changes; the returned function ends it.
   *
   * @throws ManyhandsError when they cannot be had: then nothing is followed
   */
  follow(follower: AccountFollower): Promise<() => void>;
  /** As they are now. Needs no key. */
  list(): Promise<readonly ListedAccount[]>;
}
