import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../domain/account.ts';
import type { VersionedRecord } from '../ports/accounts.ts';
import { toFacts } from './to-record.ts';

/** What an import did, by the ids of the accounts. */
export interface AccountImport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
}

/** Whether the store's account is as it is given. One that does not say whether it is disabled stays as it is there. */
export function isAsGiven(record: VersionedRecord, stored: Account, given: Account): boolean {
  return (
    record.provider === given.provider &&
    record.owner === given.owner &&
    record.isDisabled === (given.disabled ?? record.isDisabled) &&
    stored.apiKey.reveal() === given.apiKey.reveal() &&
    isDeepStrictEqual(record.facts, toFacts(given))
  );
}
