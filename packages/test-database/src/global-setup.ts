import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase, type OpenDatabase } from './open-database.ts';

/** What a suite is told. */
export interface DeskAnswer {
  readonly connectionString: string;
  /** Schemas that begin with it are dropped when the run has ended. */
  readonly schemaPrefix: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Where suites ask for the database; the first to ask starts it. */
    readonly databaseDesk: string;
  }
}

const NONE =
  'There is no PostgreSQL here: suites that need one are skipped. Set DATABASE_URL, or install it (Debian: apt-get install postgresql).';

/** One database for all suites of a run, started when the first of them asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const schemaPrefix = `test_${randomBytes(6).toString('hex')}_`;
  let database: Promise<OpenDatabase | undefined> | undefined;

  function open(): Promise<OpenDatabase | undefined> {
    // It lives as long as the run: nothing on it needs to survive a power cut.
    database ??= openDatabase({ fsync: 'off', max_connections: '200' }).then((opened) => {
      if (opened === undefined) console.warn(NONE);
      return opened;
    });
    return database;
  }

  const desk = createServer((_, response) => {
    open().then(
      (opened) => {
        if (opened === undefined) return response.writeHead(404).end(NONE);
        const answer: DeskAnswer = { connectionString: opened.connectionString, schemaPrefix };
        return response.end(JSON.stringify(answer));
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('databaseDesk', `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);

  return async () => {
    desk.close();
    desk.closeAllConnections();
    const opened = await database?.catch(() => undefined);
    if (opened === undefined) return;
    if (opened.isGiven) await dropSchemas(opened.connectionString, schemaPrefix);
    await opened[Symbol.asyncDispose]();
  };
}

/** A database that outlives the run is left as it was found. */
async function dropSchemas(connectionString: string, prefix: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ nspname: string }>(
    'SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)',
    [prefix],
  );
  for (const { nspname } of rows) await client.query(`DROP SCHEMA ${nspname} CASCADE`);
  await client.end();
}
