import { ManyhandsError } from '@manyhands/core';
import { MIGRATIONS } from './migrations/index.ts';
import type { PgClient, PgPool } from './pg-pool.ts';

/** One step of the schema, never changed once released. */
export interface Migration {
  readonly name: string;
  /** @param schema name of the schema, safe to write into SQL */
  sql(schema: string): string;
}

/**
 * Brings the tables up to date: once, whoever comes first, under a lock of the database; the steps that are missing in one
 * transaction. Nothing is changed when they are up to date, so that a role without the right to make tables may run it then.
 *
 * @throws ManyhandsError `MANYHANDS_STORE_NEWER_SCHEMA` when a newer version of this package has been here
 */
export async function migrate(
  pool: PgPool,
  schema: string,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  if ((await readVersion(pool, schema)) === migrations.length) return;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`manyhands/${schema}`]);
    await addMissing(client, schema, migrations);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // Closing the connection undoes what it had begun, also when it is broken.
    client.release(true);
    throw error;
  }
}

async function addMissing(client: PgClient, schema: string, migrations: readonly Migration[]): Promise<void> {
  const version = await readVersion(client, schema);
  if (version > migrations.length) throw newerError(schema, version, migrations.length);
  if (version === 0) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${schema}.migrations
        (version int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
  }
  for (const [index, { name, sql }] of migrations.entries()) {
    if (index < version) continue;
    await client.query(sql(schema));
    await client.query(`INSERT INTO ${schema}.migrations (version, name) VALUES ($1, $2)`, [index + 1, name]);
  }
}

/** 0: nothing is there yet. */
async function readVersion(client: Pick<PgPool, 'query'>, schema: string): Promise<number> {
  // Not to_regclass: it may answer from a cache that does not know what others made while we waited for the lock.
  const { rows: tables } = await client.query(
    "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = 'migrations'",
    [schema],
  );
  if (tables.length === 0) return 0;
  const { rows } = await client.query(`SELECT coalesce(max(version), 0) AS version FROM ${schema}.migrations`);
  return Number(rows[0]?.version);
}

function newerError(schema: string, found: number, known: number): ManyhandsError {
  const message = `The tables in schema "${schema}" are of version ${found}, this package knows ${known}: install a newer @manyhands/adapter-postgres, or use another schema.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_STORE_NEWER_SCHEMA' });
}
