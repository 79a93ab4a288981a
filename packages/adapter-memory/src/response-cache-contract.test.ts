import { responseCacheContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { memoryResponseCache } from './memory-response-cache.ts';

describe('the memory response cache', () => {
  function create() {
    const cache = memoryResponseCache({ maxEntries: 100 });
    return { maxEntries: 100, open: () => cache };
  }

  for (const { name, run } of responseCacheContract) it(name, () => run(create));
});
