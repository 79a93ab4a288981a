import { responseCacheContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { memoryResponseCache } from './memory-response-cache.ts';

describe('the memory response cache', () => {
  function create() {
    const bounds = { maxEntries: 100, keepMs: 60_000 };
    const cache = memoryResponseCache(bounds);
    return { ...bounds, open: () => cache };
  }

  for (const { name, run } of responseCacheContract) it(name, () => run(create));
});
