import type { CachedResponse, ResponseCache } from '@manyhands/core';

export interface MemoryResponseCacheOptions {
  /** The newest so many answers are kept. Default 10,000. */
  readonly maxEntries?: number;
  /** Answers that are older go when newer ones come, in ms. Default 30 days. */
  readonly keepMs?: number;
}

const DEFAULT_KEEP_MS = 30 * 86_400_000;

/** Keeps answers in this process, as long as it lives. */
export function memoryResponseCache(options: MemoryResponseCacheOptions = {}): ResponseCache {
  const { maxEntries = 10_000, keepMs = DEFAULT_KEEP_MS } = options;
  /** The oldest first. */
  const answers = new Map<string, CachedResponse>();

  function tidy(now: number): void {
    for (const [key, { storedAt }] of answers) {
      if (answers.size <= maxEntries && storedAt >= now - keepMs) return;
      answers.delete(key);
    }
  }

  return {
    name: 'memory',
    async find(keys, since) {
      const found = new Map<string, CachedResponse>();
      for (const key of keys) {
        const answer = answers.get(key);
        if (answer !== undefined && answer.storedAt >= since) found.set(key, answer);
      }
      return found;
    },
    async store(key, cached) {
      answers.delete(key);
      answers.set(key, structuredClone(cached));
      tidy(cached.storedAt);
    },
    close: () => Promise.resolve(),
  };
}
