import { ConfigError, ManyhandsError } from '@manyhands/core';
import { migrate } from './migrate.ts';
import type { Pool } from 'pg';
import type { PgPool } from './pg-pool.ts';

/** Where the tables are. Give a `connectionString`, or the `pool` of your own app. */
export interface PostgresOptions {
  /** E.g. `postgres://user:password@host:5432/database`. Needs the package `pg`. */
  readonly connectionString?: string;
  /** A `pg.Pool`. It is yours: it stays open when the store is closed. */
  readonly pool?: PgPool;
  /** Schema of the database that holds the tables; it is made when it is missing. Default `manyhands`. */
  readonly schema?: string;
  /** Connections held at most, of a pool made from `connectionString`. Default 4. */
  readonly maxConnections?: number;
}

/** Connects on first use, and brings the tables up to date before anything else is asked. */
export interface Database {
  readonly schema: string;
  /** The pool, once the tables are there. @throws ManyhandsError `MANYHANDS_STORE_NEWER_SCHEMA`, `MANYHANDS_STORE_CLOSED` */
  ready(): Promise<PgPool>;
  close(): Promise<void>;
}

const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** For a host that does not answer at all: it is away then, and not waited for. */
const CONNECT_TIMEOUT_MS = 10_000;

/** @throws ConfigError when an option is wrong, before anything is connected. */
export function openDatabase(options: PostgresOptions): Database {
  checkOptions(options);
  const schema = options.schema ?? 'manyhands';
  let pool: Promise<PgPool> | undefined;
  let migrated: Promise<PgPool> | undefined;
  let isClosed = false;

  function connect(): Promise<PgPool> {
    pool ??= options.pool === undefined ? createPool(options) : Promise.resolve(options.pool);
    return pool;
  }

  async function ready(): Promise<PgPool> {
    if (isClosed) throw closedError(schema);
    migrated ??= connect().then(async (connected) => {
      await migrate(connected, schema);
      return connected;
    });
    // A database that is away now may be there when it is asked again.
    migrated.catch(() => (migrated = undefined));
    return migrated;
  }

  return {
    schema,
    ready,
    async close() {
      if (isClosed) return;
      isClosed = true;
      if (options.pool === undefined) await (await pool)?.end();
    },
  };
}

function closedError(schema: string): ManyhandsError {
  const message = `The store in schema "${schema}" was closed; open a new one.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_STORE_CLOSED' });
}

function checkOptions({ connectionString, pool, schema }: PostgresOptions): void {
  if ((connectionString === undefined) === (pool === undefined)) {
    const message = 'Give either a connectionString or a pool of pg.';
    throw new ConfigError(message, { code: 'MANYHANDS_POSTGRES_CONNECTION', path: 'postgres' });
  }
  if (schema !== undefined && !SCHEMA_NAME.test(schema)) {
    const message = `"${schema}" is no name for a schema; use small letters, digits and _, e.g. "manyhands".`;
    throw new ConfigError(message, { code: 'MANYHANDS_POSTGRES_SCHEMA', path: 'postgres.schema' });
  }
}

async function createPool({ connectionString, maxConnections = 4 }: PostgresOptions): Promise<PgPool> {
  const pg = await loadPg();
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    application_name: 'manyhands',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // A connection that breaks while nobody uses it is made anew by the next who needs one; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

async function loadPg(): Promise<{ readonly Pool: typeof Pool }> {
  try {
    return await import('pg');
  } catch (cause) {
    const message = 'The package pg is not installed: npm install pg.';
    throw new ConfigError(message, { code: 'MANYHANDS_MISSING_PACKAGE', path: 'postgres.connectionString', cause });
  }
}
