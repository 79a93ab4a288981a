import type { CachedResponse } from '@manyhands/core';
import type { File } from '../file/open-file.ts';

export interface FindResponses {
  readonly keys: readonly string[];
  readonly since: number;
}

export interface StoreResponse {
  readonly key: string;
  readonly cached: CachedResponse;
  readonly maxEntries: number;
  readonly keepMs: number;
}

/** Old answers are removed so many at a time, or a quarter of a small cache. */
const TIDY_EVERY = 500;

export function createResponses(file: File) {
  const find = file.prepare(
    'SELECT key, body FROM responses WHERE key IN (SELECT value FROM json_each(?)) AND stored_at >= ?',
  );
  const store = file.prepare('INSERT OR REPLACE INTO responses (key, body, stored_at) VALUES (?, ?, ?) RETURNING id');
  const removeOld = file.prepare(
    'DELETE FROM responses WHERE id <= (SELECT id FROM responses ORDER BY id DESC LIMIT 1 OFFSET ?)',
  );

  const removeAged = file.prepare('DELETE FROM responses WHERE stored_at < ?');

  return {
    findResponses({ keys, since }: FindResponses): readonly (readonly [string, CachedResponse])[] {
      const rows = file.read(() => find.all(JSON.stringify(keys), since)) as unknown as {
        readonly key: string;
        readonly body: string;
      }[];
      return rows.map(({ key, body }) => [key, JSON.parse(body) as CachedResponse]);
    },
    storeResponse({ key, cached, maxEntries, keepMs }: StoreResponse): void {
      file.write(() => {
        const { id } = store.get(key, JSON.stringify(cached), cached.storedAt) as { readonly id: number };
        const isTime = id % Math.min(TIDY_EVERY, Math.ceil(maxEntries / 4)) === 0;
        if (!isTime) return;
        removeOld.run(maxEntries);
        removeAged.run(cached.storedAt - keepMs);
      });
    },
  };
}
