import { accountSchema, type Account, type AccountInput } from '../domain/account.ts';
import { toConfigError } from '../config/to-config-error.ts';
import type { Secret } from '../domain/secret.ts';
import type { AccountFacts, AccountRecord, ListedAccount, SealedKey } from '../ports/accounts.ts';
import type { SealedFor } from './seal.ts';

/** An account of a store, to look at: everything but its key. */
export interface StoredAccount extends ListedAccount {
  /** Epoch ms. */
  readonly addedAt: number;
  /** Epoch ms: since when it has the key it has. */
  readonly keySince: number;
  /** Which key sealed its key. */
  readonly sealedBy: string;
}

/** @throws ConfigError */
export function checkStoredAccount(value: unknown, path: string): Account {
  const parsed = accountSchema.safeParse(value);
  if (!parsed.success) throw toConfigError(parsed.error, path);
  return parsed.data;
}

export function toFacts(account: Account): AccountFacts {
  const { id: _, provider: _provider, owner: _owner, apiKey: _apiKey, disabled: _disabled, ...facts } = account;
  return facts;
}

export function toRecord(account: Account, sealed: SealedKey, now: number): AccountRecord {
  const { id, provider, owner, disabled = false } = account;
  return {
    id,
    provider,
    ...(owner !== undefined && { owner }),
    isDisabled: disabled,
    facts: toFacts(account),
    sealed,
    addedAt: now,
    keySince: now,
  };
}

/** As an app would give it. @throws ConfigError when somebody else wrote it, and wrongly */
export function toAccount(record: AccountRecord, apiKey: Secret): Account {
  const { id, provider, owner, isDisabled, facts } = record;
  const input: AccountInput = {
    ...facts,
    id,
    provider,
    apiKey,
    disabled: isDisabled,
    ...(owner !== undefined && { owner }),
  };
  return checkStoredAccount(input, `accounts.${id}`);
}

export function toStoredAccount({ sealed, facts, ...record }: AccountRecord): StoredAccount {
  const { id, provider, owner, isDisabled, addedAt, keySince } = record;
  return {
    id,
    provider,
    ...(owner !== undefined && { owner }),
    ...facts,
    isDisabled,
    addedAt,
    keySince,
    sealedBy: sealed.keyId,
  };
}

export function toSealedFor({ id, provider, facts: { baseUrl } }: AccountRecord): SealedFor {
  return { id, provider, ...(baseUrl !== undefined && { baseUrl }) };
}
