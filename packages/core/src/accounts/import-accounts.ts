import { isDeepStrictEqual } from 'node:util';
import { checkDistinct } from '../config/check-distinct.ts';
import type { Account, AccountInput } from '../domain/account.ts';
import type { AccountRecord, VersionedRecord } from '../ports/accounts.ts';
import type { SealedRecords } from './sealed-records.ts';
import { checkStoredAccount, toFacts } from './to-record.ts';

/** What an import did, by the ids of the accounts. */
export interface AccountImport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
}

/** @throws ConfigError before anything is stored, when an account is not well formed */
export async function importAccounts(given: readonly AccountInput[], records: SealedRecords): Promise<AccountImport> {
  const accounts = given.map((account, index) => checkStoredAccount(account, `accounts[${index}]`));
  checkDistinct(accounts);
  const report: Record<keyof AccountImport, string[]> = { added: [], changed: [], unchanged: [] };
  const known = new Map((await records.all()).map((record) => [record.id, record]));
  for (const account of accounts) report[await importOne(account, known.get(account.id), records)].push(account.id);
  return report;
}

async function importOne(
  account: Account,
  known: VersionedRecord | undefined,
  { store, open, seal, find }: SealedRecords,
): Promise<keyof AccountImport> {
  // Others may import the same at the same time.
  for (let record = known; ; record = await find(account.id)) {
    if (record === undefined) {
      if (await store.put(await seal(account), 0)) return 'added';
      continue;
    }
    const stored = await open(record);
    if (isAsGiven(record, stored, account)) return 'unchanged';
    const sealed = await seal({ ...account, disabled: account.disabled ?? record.isDisabled });
    if (await store.put(withHistory(sealed, record, isSameKey(stored, account)), record.version)) return 'changed';
  }
}

/** One that does not say whether it is disabled stays as it is in the store. */
function isAsGiven(record: VersionedRecord, stored: Account, given: Account): boolean {
  return (
    record.provider === given.provider &&
    record.owner === given.owner &&
    record.isDisabled === (given.disabled ?? record.isDisabled) &&
    isSameKey(stored, given) &&
    isDeepStrictEqual(record.facts, toFacts(given))
  );
}

function isSameKey(a: Account, b: Account): boolean {
  return a.apiKey.reveal() === b.apiKey.reveal();
}

function withHistory(record: AccountRecord, before: AccountRecord, hasSameKey: boolean): AccountRecord {
  return { ...record, addedAt: before.addedAt, keySince: hasSameKey ? before.keySince : record.keySince };
}
