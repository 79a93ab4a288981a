export type { SqliteOptions } from './options.ts';
export { sqliteAccountStore } from './sqlite-account-store.ts';
export { sqliteLimitStore } from './sqlite-limit-store.ts';
export { sqliteResponseCache, type SqliteResponseCacheOptions } from './sqlite-response-cache.ts';
export { sqliteStore } from './sqlite-store.ts';
