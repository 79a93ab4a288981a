export { memoryStore } from '@manyhands/core';
export {
  memoryTransport,
  type DeadLetter,
  type MemoryTransport,
  type MemoryTransportOptions,
} from './create-memory-transport.ts';
export { memoryAccountStore } from './memory-account-store.ts';
export { memoryLimitStore, type MemoryLimitStoreOptions } from './memory-limit-store.ts';
export { memoryResponseCache, type MemoryResponseCacheOptions } from './memory-response-cache.ts';
