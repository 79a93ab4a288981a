import { storeContract, transportContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { memoryStore, memoryTransport } from './index.ts';

describe('the memory transport', () => {
  for (const { name, run } of transportContract) it(name, () => run(() => memoryTransport()));
});

describe('the memory store', () => {
  for (const { name, run } of storeContract) it(name, () => run(memoryStore));
});
