import type { CachedResponse, ResponseCache } from '@manyhands/core';
import { createQuery } from './create-query.ts';
import { openDatabase, type PostgresOptions } from './database.ts';

export interface PostgresResponseCacheOptions extends PostgresOptions {
  /** About the newest so many answers are kept. Default 50,000. */
  readonly maxEntries?: number;
  /** Answers that are older go when newer ones come, in ms. Default 30 days. */
  readonly keepMs?: number;
}

const DEFAULT_MAX_ENTRIES = 50_000;
const DEFAULT_KEEP_MS = 30 * 86_400_000;

/** Old answers are removed so many at a time, or a quarter of a small cache. */
const TIDY_EVERY = 500;

/**
 * Keeps answers in PostgreSQL, to be given again by all machines.
 *
 * @throws ConfigError when an option is wrong. Everything else comes with the first use, with the codes of `postgresStore`; an
 * orchestrator then goes on without a cache.
 * @example
 * const cache = { store: postgresResponseCache({ connectionString: process.env.DATABASE_URL }) };
 */
export function postgresResponseCache(options: PostgresResponseCacheOptions): ResponseCache {
  const { maxEntries = DEFAULT_MAX_ENTRIES, keepMs = DEFAULT_KEEP_MS } = options;
  const database = openDatabase(options);
  const { schema } = database;
  const query = createQuery(database);
  const tidyEvery = Math.min(TIDY_EVERY, Math.ceil(maxEntries / 4));

  return {
    name: 'postgres',
    async find(keys, since) {
      const rows = await query<{ readonly key: string; readonly body: string }>(
        `SELECT key, body FROM ${schema}.responses WHERE key = ANY ($1::text[]) AND stored_at >= $2`,
        keys,
        since,
      );
      return new Map(rows.map(({ key, body }) => [key, JSON.parse(body) as CachedResponse]));
    },
    async store(key, cached) {
      const [row] = await query<{ readonly id: string }>(
        `INSERT INTO ${schema}.responses (key, body, stored_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE
         SET id = DEFAULT, body = excluded.body, stored_at = excluded.stored_at RETURNING id`,
        key,
        JSON.stringify(cached),
        cached.storedAt,
      );
      if (Number(row!.id) % tidyEvery === 0) await query(removeOldQuery(schema), maxEntries, cached.storedAt - keepMs);
    },
    close: database.close,
  };
}

function removeOldQuery(schema: string): string {
  return `
    DELETE FROM ${schema}.responses
    WHERE id <= (SELECT id FROM ${schema}.responses ORDER BY id DESC OFFSET $1 LIMIT 1) OR stored_at < $2`;
}
