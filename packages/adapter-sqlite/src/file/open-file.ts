import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { MIGRATIONS } from '../migrations/index.ts';
import { DatabaseFailure } from './database-failure.ts';
import { checkVersion, migrate } from './migrate.ts';
import { whileBusy } from './while-busy.ts';

/** What a thread is told when it is started. */
export interface FileOptions {
  readonly path: string;
  /** `full`: what is committed survives a power cut; `normal`: it survives the process. */
  readonly synchronous: 'full' | 'normal';
  /** How long to try while others are writing, in ms. */
  readonly busyTimeoutMs: number;
}

/** An open file, its tables up to date. */
export interface File {
  prepare(sql: string): StatementSync;
  /** Runs `work` in a transaction that no other writer can come between. */
  write<T>(work: () => T): T;
  /** Runs `work`, again from its beginning when somebody else is in the way. */
  read<T>(work: () => T): T;
  close(): void;
}

/** Makes the file, and its folder, when they are missing. */
export function openFile({ path, synchronous, busyTimeoutMs }: FileOptions): File {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');

  function write<T>(work: () => T): T {
    whileBusy(busyTimeoutMs, () => begin.run());
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      undo();
      throw error;
    }
  }

  function undo(): void {
    try {
      rollback.run();
    } catch {
      // SQLite has undone it already, as it does when the disk is full.
    }
  }

  try {
    const isUpToDate = whileBusy(busyTimeoutMs, () => setUp(database, path, synchronous));
    if (!isUpToDate) write(() => migrate(database, path));
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    prepare: (sql) => database.prepare(sql),
    write,
    read: (work) => whileBusy(busyTimeoutMs, work),
    close: () => database.close(),
  };
}

/** Only what can be done again, since others may do it at the same time. Whether the tables are up to date. */
function setUp(database: DatabaseSync, path: string, synchronous: FileOptions['synchronous']): boolean {
  const version = checkVersion(database, path);
  // Before anything else is written: a file is made with it or never has it.
  if (version === 0) database.exec('PRAGMA auto_vacuum = incremental');
  const { journal_mode: mode } = database.prepare('PRAGMA journal_mode = wal').get() as { journal_mode: string };
  if (mode !== 'wal') throw noWriteAheadLog(path);
  database.exec(
    `PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864`,
  );
  return version === MIGRATIONS.length;
}

function noWriteAheadLog(path: string): DatabaseFailure {
  const message = `${path} is where SQLite cannot keep a write-ahead log, such as a network drive: choose a path on a local disk.`;
  return new DatabaseFailure('MANYHANDS_DATABASE_NOT_WRITABLE', message);
}
