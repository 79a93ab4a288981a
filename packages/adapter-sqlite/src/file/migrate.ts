import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from '../migrations/index.ts';
import { DatabaseFailure } from './database-failure.ts';

/** In the header of the file: "many", so that a database of another program is not taken for ours. */
const APPLICATION_ID = 0x6d616e79;
const HEADER = `SELECT
  (SELECT count(*) FROM sqlite_schema) AS tables,
  (SELECT application_id FROM pragma_application_id) AS applicationId,
  (SELECT user_version FROM pragma_user_version) AS version`;

/**
 * Finds out whether the file is ours, and changes nothing; how many migrations it has had.
 *
 * @throws DatabaseFailure `MANYHANDS_STORE_NEWER_SCHEMA`, `MANYHANDS_DATABASE_FOREIGN`
 */
export function checkVersion(database: DatabaseSync, path: string, known = MIGRATIONS.length): number {
  const { applicationId, tables, version } = readHeader(database);
  if (applicationId !== APPLICATION_ID && tables > 0) throw foreignFailure(path);
  if (applicationId !== APPLICATION_ID) return 0;
  if (version > known) throw newerFailure(path, version, known);
  return version;
}

/**
 * Brings the tables up to date, forwards only. Within a transaction: whoever comes first does it, the others find it done, and
 * all of it is there or nothing.
 */
export function migrate(database: DatabaseSync, path: string, migrations: readonly string[] = MIGRATIONS): void {
  const version = checkVersion(database, path, migrations.length);
  if (version === migrations.length) return;
  for (const sql of migrations.slice(version)) database.exec(sql);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`);
}

interface Header {
  readonly applicationId: number;
  readonly tables: number;
  readonly version: number;
}

/**
 * In one statement, which sees one state of the file: between two, another process may make our tables, and then they seemed to
 * be those of another program.
 */
function readHeader(database: DatabaseSync): Header {
  return database.prepare(HEADER).get() as unknown as Header;
}

function foreignFailure(path: string): DatabaseFailure {
  const message = `${path} is a database of another program: choose another path.`;
  return new DatabaseFailure('MANYHANDS_DATABASE_FOREIGN', message);
}

function newerFailure(path: string, found: number, known: number): DatabaseFailure {
  const message = `The tables in ${path} are of version ${found}, this package knows ${known}: install a newer @manyhands/adapter-sqlite, or use another path.`;
  return new DatabaseFailure('MANYHANDS_STORE_NEWER_SCHEMA', message);
}
