import type { CachedResponse, ResponseCache } from '@manyhands/core';

export interface MemoryResponseCacheOptions {
  /** The newest so many answers are kept. Default 10,000. */
  readonly maxEntries?: number;
}

/** Keeps answers in this process, as long as it lives. */
export function memoryResponseCache({ maxEntries = 10_000 }: MemoryResponseCacheOptions = {}): ResponseCache {
  /** The oldest first. */
  const answers = new Map<string, CachedResponse>();

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
      if (answers.size > maxEntries) answers.delete(answers.keys().next().value!);
    },
    close: () => Promise.resolve(),
  };
}
