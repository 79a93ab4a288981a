import type { AccountRecord, AccountRecords, VersionedRecord } from '@manyhands/core';
import type { File } from '../file/open-file.ts';

interface Row {
  readonly id: string;
  readonly provider: string;
  readonly owner: string | null;
  readonly is_disabled: number;
  readonly facts: string;
  readonly key_id: string;
  readonly sealed_key: string;
  readonly added_at: number;
  readonly key_since: number;
  readonly version: number;
}

export interface PutRequest {
  readonly record: AccountRecord;
  /** Of the record that is replaced; 0: there is none. */
  readonly version: number;
}

export function createAccounts(file: File) {
  const newest = file.prepare('SELECT version FROM account_changes');
  const count = file.prepare('UPDATE account_changes SET version = version + 1 RETURNING version');
  const all = file.prepare('SELECT * FROM accounts ORDER BY id');
  const find = file.prepare('SELECT version FROM accounts WHERE id = ?');
  const store = file.prepare('INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const remove = file.prepare('DELETE FROM accounts WHERE id = ?');
  const begin = file.prepare('BEGIN');
  const end = file.prepare('COMMIT');

  return {
    readAccounts(since: number | undefined): AccountRecords | undefined {
      return file.read(() => {
        begin.run();
        try {
          const version = versionOf(newest.get());
          if (version === since) return undefined;
          return { version, records: (all.all() as unknown as Row[]).map(toRecord) };
        } finally {
          end.run();
        }
      });
    },
    putAccount({ record, version }: PutRequest): boolean {
      return file.write(() => {
        if (versionOf(find.get(record.id)) !== version) return false;
        store.run(...toValues(record), versionOf(count.get()));
        return true;
      });
    },
    removeAccount(id: string): boolean {
      return file.write(() => {
        if (remove.run(id).changes === 0) return false;
        count.get();
        return true;
      });
    },
  };
}

function versionOf(row: unknown): number {
  return (row as { readonly version: number } | undefined)?.version ?? 0;
}

/** In the order of the columns. */
function toValues(record: AccountRecord): (string | number | null)[] {
  const { id, provider, owner = null, isDisabled, facts, sealed, addedAt, keySince } = record;
  const key = [sealed.keyId, sealed.box];
  return [id, provider, owner, isDisabled ? 1 : 0, JSON.stringify(facts), ...key, addedAt, keySince];
}

function toRecord(row: Row): VersionedRecord {
  return {
    id: row.id,
    provider: row.provider,
    ...(row.owner !== null && { owner: row.owner }),
    isDisabled: row.is_disabled === 1,
    facts: JSON.parse(row.facts) as AccountRecord['facts'],
    sealed: { keyId: row.key_id, box: row.sealed_key },
    addedAt: row.added_at,
    keySince: row.key_since,
    version: row.version,
  };
}
