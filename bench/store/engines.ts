import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { postgresStore } from '@manyhands/adapter-postgres';
import { sqliteStore } from '@manyhands/adapter-sqlite';
import type { Store } from '@manyhands/core';
import { Client } from 'pg';

/** A database, with its store and without. */
export interface BenchEngine {
  readonly name: string;
  openStore(): Store;
  openTable(): Promise<RawTable>;
}

/** Rows of a log and nothing else, as durable as the store is. */
export interface RawTable {
  /** One row, one transaction. Resolves when it would survive a power cut. */
  commit(run: number, seq: number, body: string): Promise<void> | void;
  close(): Promise<void> | void;
}

export function sqliteEngine(folder: string): BenchEngine {
  return {
    name: 'SQLite',
    openStore: () => sqliteStore({ path: join(folder, 'store.db') }),
    openTable: () => Promise.resolve(openSqliteTable(join(folder, 'raw.db'))),
  };
}

/** In this thread: nothing is faster. */
function openSqliteTable(path: string): RawTable {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = wal; PRAGMA synchronous = full');
  database.exec('CREATE TABLE IF NOT EXISTS log (run INTEGER, seq INTEGER, body TEXT, PRIMARY KEY (run, seq))');
  const insert = database.prepare('INSERT INTO log VALUES (?, ?, ?)');
  return { commit: (run, seq, body) => void insert.run(run, seq, body), close: () => database.close() };
}

export function postgresEngine(connectionString: string): BenchEngine {
  const schema = `bench_store_${process.pid}`;
  return {
    name: 'PostgreSQL',
    openStore: () => postgresStore({ connectionString, schema }),
    openTable: () => openPostgresTable(connectionString, `${schema}_raw`),
  };
}

/** Each insert is a transaction, prepared by its name. */
async function openPostgresTable(connectionString: string, table: string): Promise<RawTable> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(`CREATE TABLE ${table} (run int, seq int, body text, PRIMARY KEY (run, seq))`);
  const insert = { name: 'insert', text: `INSERT INTO ${table} VALUES ($1, $2, $3)` };
  return {
    commit: async (run, seq, body) => void (await client.query({ ...insert, values: [run, seq, body] })),
    async close() {
      await client.query(`DROP TABLE ${table}`);
      await client.end();
    },
  };
}
