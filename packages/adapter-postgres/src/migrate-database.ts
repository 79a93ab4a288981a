import { openDatabase, type PostgresOptions } from './database.ts';

/**
 * Makes the tables, or brings them up to date, and does nothing else. Stores do so themselves when they are first used; this is
 * for deploys where only one step has the right to make tables.
 *
 * @throws ConfigError when an option is wrong
 * @throws ManyhandsError `MANYHANDS_STORE_NEWER_SCHEMA` when a newer version of this package has been here
 * @example
 * await migrateDatabase({ connectionString: process.env.DATABASE_URL });
 */
export async function migrateDatabase(options: PostgresOptions): Promise<void> {
  const database = openDatabase(options);
  try {
    await database.ready();
  } finally {
    await database.close();
  }
}
