export type { PostgresOptions } from './database.ts';
export { migrateDatabase } from './migrate-database.ts';
export type { PgClient, PgPool, PgQueries } from './pg-pool.ts';
export { postgresAccountStore } from './postgres-account-store.ts';
export { postgresLimitStore } from './postgres-limit-store.ts';
export { postgresResponseCache, type PostgresResponseCacheOptions } from './postgres-response-cache.ts';
export { postgresStore, type PostgresStoreOptions } from './postgres-store.ts';
