import { accountStoreContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { memoryAccountStore } from './memory-account-store.ts';

describe('the memory account store', () => {
  function create() {
    const store = memoryAccountStore();
    return { open: () => store };
  }

  for (const { name, run } of accountStoreContract) it(name, () => run(create));
});
