import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from '../migrations/index.ts';
import { DatabaseFailure } from './database-failure.ts';

/** In the header of the file: "many", so that a database of another program is not taken for ours. */
const APPLICATION_ID = 0x6d616e79;

/**
 * Finds out whether the file is ours, and changes nothing; how many migrations it has had.
 *
 * @throws DatabaseFailure `MANYHANDS_STORE_NEWER_SCHEMA`, `MANYHANDS_DATABASE_FOREIGN`
 */
export function checkVersion(database: DatabaseSync, path: string, known = MIGRATIONS.length): number {
  const isOurs = readNumber(database, 'PRAGMA application_id') === APPLICATION_ID;
  if (!isOurs && readNumber(database, 'SELECT count(*) FROM sqlite_schema') > 0) throw foreignFailure(path);
  const version = isOurs ? readNumber(database, 'PRAGMA user_version') : 0;
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

function readNumber(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}

function foreignFailure(path: string): DatabaseFailure {
  const message = `${path} is a database of another program: choose another path.`;
  return new DatabaseFailure('MANYHANDS_DATABASE_FOREIGN', message);
}

function newerFailure(path: string, found: number, known: number): DatabaseFailure {
  const message = `The tables in ${path} are of version ${found}, this package knows ${known}: install a newer @manyhands/adapter-sqlite, or use another path.`;
  return new DatabaseFailure('MANYHANDS_STORE_NEWER_SCHEMA', message);
}
