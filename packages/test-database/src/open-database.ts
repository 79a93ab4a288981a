import { findPostgres } from './find-postgres.ts';
import { startPostgres, type LocalPostgresOptions } from './start-postgres.ts';

/** A database to work on, for as long as it is open. */
export interface OpenDatabase extends AsyncDisposable {
  readonly connectionString: string;
  /** By DATABASE_URL: it is there before us and after us. */
  readonly isGiven: boolean;
}

/** A server of our own, which may be hurt. */
export interface OwnDatabase extends OpenDatabase {
  /** Kills it as a power cut would, and starts it again over what is on the disk. Resolves when it answers. */
  crash(): Promise<void>;
}

/** The database of DATABASE_URL, or one started here; `undefined` when this machine has no PostgreSQL. */
export async function openDatabase(settings?: LocalPostgresOptions['settings']): Promise<OpenDatabase | undefined> {
  const given = process.env['DATABASE_URL'];
  if (given) return { connectionString: given, isGiven: true, [Symbol.asyncDispose]: () => Promise.resolve() };
  return startDatabase(settings);
}

/** Whatever DATABASE_URL says; `undefined` when this machine has no PostgreSQL. */
export async function startDatabase(settings?: LocalPostgresOptions['settings']): Promise<OwnDatabase | undefined> {
  const programs = findPostgres();
  if (programs === undefined) return undefined;
  const { connectionString, crash, stop } = await startPostgres({ programs, ...(settings && { settings }) });
  return { connectionString, isGiven: false, crash, [Symbol.asyncDispose]: stop };
}
