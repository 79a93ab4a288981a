import { findPostgres } from './find-postgres.ts';
import { startPostgres, type LocalPostgresOptions } from './start-postgres.ts';

/** A database to work on, for as long as it is open. */
export interface OpenDatabase extends AsyncDisposable {
  readonly connectionString: string;
  /** By DATABASE_URL: it is there before us and after us. */
  readonly isGiven: boolean;
}

/** The database of DATABASE_URL, or one started here; `undefined` when this machine has no PostgreSQL. */
export async function openDatabase(settings?: LocalPostgresOptions['settings']): Promise<OpenDatabase | undefined> {
  const given = process.env['DATABASE_URL'];
  if (given) return { connectionString: given, isGiven: true, [Symbol.asyncDispose]: () => Promise.resolve() };
  const programs = findPostgres();
  if (programs === undefined) return undefined;
  const server = await startPostgres({ programs, ...(settings && { settings }) });
  return { connectionString: server.connectionString, isGiven: false, [Symbol.asyncDispose]: server.stop };
}
