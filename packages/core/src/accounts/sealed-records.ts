import type { Account } from '../domain/account.ts';
import type { Secret } from '../domain/secret.ts';
import { unknownAccountError } from '../errors/account-error.ts';
import type { AccountRecord, AccountStore, SealedKey, VersionedRecord } from '../ports/accounts.ts';
import type { Clock } from '../ports/clock.ts';
import { open, seal, type SealedFor } from './seal.ts';
import { createKeyRing, type FindSealingKey } from './sealing-key.ts';
import { toAccount, toRecord, toSealedFor } from './to-record.ts';

export interface SealedRecordsOptions {
  readonly store: AccountStore;
  readonly sealingKey: FindSealingKey;
  readonly clock: Clock;
}

/** The records of a store, and the keys that seal and open them. */
export interface SealedRecords {
  readonly store: AccountStore;
  all(): Promise<readonly VersionedRecord[]>;
  find(accountId: string): Promise<VersionedRecord | undefined>;
  /** With its key. @throws ManyhandsError `MANYHANDS_ACCOUNT_SEALED`, `MANYHANDS_SEALING_KEY` */
  open(record: AccountRecord): Promise<Account>;
  /** As a new one. @throws ManyhandsError `MANYHANDS_SEALING_KEY` */
  seal(account: Account): Promise<AccountRecord>;
  sealKey(apiKey: Secret, of: SealedFor): Promise<SealedKey>;
  /** Of the key that seals from now on. */
  newestKeyId(): Promise<string>;
  /** Again from what is there now, when somebody else was faster. @throws ManyhandsError `MANYHANDS_UNKNOWN_ACCOUNT` */
  edit(accountId: string, how: (record: VersionedRecord) => AccountRecord | Promise<AccountRecord>): Promise<void>;
}

export function createSealedRecords({ store, sealingKey, clock }: SealedRecordsOptions): SealedRecords {
  const findKey = createKeyRing(sealingKey);

  async function all(): Promise<readonly VersionedRecord[]> {
    return (await store.read())?.records ?? [];
  }

  async function find(accountId: string): Promise<VersionedRecord | undefined> {
    return (await all()).find(({ id }) => id === accountId);
  }

  async function sealKey(apiKey: Secret, of: SealedFor): Promise<SealedKey> {
    return seal(apiKey, of, await findKey());
  }

  return {
    store,
    all,
    find,
    async open(record) {
      const key = await findKey(record.sealed.keyId);
      return toAccount(record, open(record.sealed, toSealedFor(record), key));
    },
    seal: async (account) => toRecord(account, await sealKey(account.apiKey, account), clock.now()),
    sealKey,
    newestKeyId: async () => (await findKey()).id,
    async edit(accountId, how) {
      while (true) {
        const record = await find(accountId);
        if (record === undefined) throw unknownAccountError(accountId, store.name);
        if (await store.put(await how(record), record.version)) return;
      }
    },
  };
}
