import type { ResponseCache } from '@manyhands/core';
import { createDatabaseThread } from './database-thread.ts';
import { checkOptions, type SqliteOptions } from './options.ts';

export interface SqliteResponseCacheOptions extends Pick<SqliteOptions, 'path' | 'busyTimeoutMs'> {
  /** About the newest so many answers are kept. Default 50,000. */
  readonly maxEntries?: number;
  /** Answers that are older go when newer ones come, in ms. Default 30 days. */
  readonly keepMs?: number;
}

const DEFAULT_MAX_ENTRIES = 50_000;
const DEFAULT_KEEP_MS = 30 * 86_400_000;

/**
 * Keeps answers in a file, to be given again by all processes that share it. A file of its own is best: it may be deleted at any
 * time. A power cut may take the last moments.
 *
 * @throws ConfigError when an option is wrong. Everything else comes with the first use, with the codes of `sqliteStore`; an
 * orchestrator then goes on without a cache.
 * @example
 * const orchestrator = createOrchestrator({ …, cache: { store: sqliteResponseCache({ path: 'out/answers.db' }) } });
 */
export function sqliteResponseCache(options: SqliteResponseCacheOptions): ResponseCache {
  const { maxEntries = DEFAULT_MAX_ENTRIES, keepMs = DEFAULT_KEEP_MS } = options;
  const thread = createDatabaseThread({ ...checkOptions(options), synchronous: 'normal' });
  return {
    name: 'sqlite',
    find: async (keys, since) => new Map(await thread.call('findResponses', { keys, since })),
    store: (key, cached) => thread.call('storeResponse', { key, cached, maxEntries, keepMs }),
    close: thread.close,
  };
}
