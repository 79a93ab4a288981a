import type { AccountRecord, AccountRecords, VersionedRecord } from '@manyhands/core';

/** The newest version, with all accounts unless it is the given one: always one row at least. */
export function readAccountsQuery(schema: string): string {
  return `
    SELECT changes.version AS newest, accounts.*
    FROM ${schema}.account_changes AS changes
    LEFT JOIN ${schema}.accounts ON changes.version IS DISTINCT FROM $1::bigint
    ORDER BY accounts.id COLLATE "C"`;
}

export interface AccountRow {
  readonly newest: string;
  readonly id: string | null;
  readonly provider: string;
  readonly owner: string | null;
  readonly is_disabled: boolean;
  readonly facts: string;
  readonly key_id: string;
  readonly sealed_key: string;
  readonly added_at: number;
  readonly key_since: number;
  readonly version: string;
}

export function toAccountRecords(rows: readonly AccountRow[], since: number | undefined): AccountRecords | undefined {
  const version = Number(rows[0]?.newest);
  if (version === since) return undefined;
  return { version, records: rows.filter(isAccount).map(toRecord) };
}

function isAccount(row: AccountRow): row is AccountRow & { readonly id: string } {
  return row.id !== null;
}

function toRecord(row: AccountRow & { readonly id: string }): VersionedRecord {
  return {
    id: row.id,
    provider: row.provider,
    ...(row.owner !== null && { owner: row.owner }),
    isDisabled: row.is_disabled,
    facts: JSON.parse(row.facts) as AccountRecord['facts'],
    sealed: { keyId: row.key_id, box: row.sealed_key },
    addedAt: row.added_at,
    keySince: row.key_since,
    version: Number(row.version),
  };
}
