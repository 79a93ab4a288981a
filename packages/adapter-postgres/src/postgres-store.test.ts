import { inspect } from 'node:util';
import type { RunEvent } from '@manyhands/core';
import { createManualClock } from '@manyhands/core/testing';
import { eventOf, shortLog, testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import type { PgPool } from './pg-pool.ts';
import { postgresStore } from './postgres-store.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();

function someEvents(runId: string, from: number, to: number): RunEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => eventOf(runId, from + index));
}

function taskNamed(title: string): RunEvent {
  const task = { id: 'task', kind: 'work', round: 1, title, route: 'any', dependsOn: [] as string[] } as const;
  return { type: 'task:added', runId: 'run', seq: 1, at: 1, task };
}

describe('the PostgreSQL store, when there is no database', () => {
  const broken = () => Promise.reject(Object.assign(new Error('It broke.'), { code: 'ECONNRESET' }));

  it('tries again for as long as was said, then says so', async () => {
    const clock = createManualClock();
    let asked = 0;
    const query = () => {
      asked += 1;
      return broken();
    };
    const pool: PgPool = { query, connect: broken, end: () => Promise.resolve() };
    const store = postgresStore({ pool, clock, awayTimeoutMs: 10_000 });
    const outcome = store.list().catch((error: unknown) => error);
    await clock.advance(9_000);
    const soFar = asked;
    await clock.advance(1_000);
    expect(await outcome).toMatchObject({ code: 'MANYHANDS_DATABASE_AWAY', isRetryable: true });
    expect(soFar).toBeGreaterThan(8);
    expect(asked).toBeLessThan(20);
  });
});

describe('the address of a PostgreSQL store', () => {
  it('is refused when it cannot be read, and its password is not repeated', async () => {
    const store = postgresStore({ connectionString: 'postgres://user:secret@host:port/database' });
    const refused: unknown = await store.list().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'MANYHANDS_POSTGRES_CONNECTION' });
    expect(inspect(refused, { depth: 10 })).not.toContain('secret');
    await store.close();
  });
});

describe.skipIf(isMissing)('the PostgreSQL store', () => {
  const pool = new Pool({ connectionString, max: 8 });
  afterAll(() => pool.end());

  it('stores an append once whose answer was lost', async () => {
    const clock = createManualClock();
    let isLost = true;
    const losing: PgPool = {
      async query(text, values) {
        const answer = await pool.query(text, values);
        if (!text.includes('append_events(') || !values || !isLost) return answer;
        isLost = false;
        throw Object.assign(new Error('Connection terminated.'), { code: 'ECONNRESET' });
      },
      connect: () => pool.connect(),
      end: () => Promise.resolve(),
    };
    const schema = newSchema();
    const store = postgresStore({ pool: losing, schema, clock });
    const appended = store.append('run', someEvents('run', 1, 5));
    while (isLost) await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.advance(1_000);
    await appended;
    expect(await Array.fromAsync(store.read('run'))).toEqual(someEvents('run', 1, 5));
    const { rows } = await pool.query(`SELECT calls FROM ${schema}.tasks`);
    expect(rows).toEqual([{ calls: '1' }]);
  });

  it('does not tie up those who append to the same runs in different orders', async () => {
    const schema = newSchema();
    const runIds = Array.from({ length: 12 }, (_, index) => `run ${index}`);
    const stores = Array.from({ length: 4 }, () => postgresStore({ pool, schema }));
    await Promise.all(
      stores.flatMap((store, index) =>
        (index % 2 === 0 ? runIds : runIds.toReversed()).map(async (runId) => {
          for (let seq = 1; seq <= 10; seq += 1) await store.append(runId, [eventOf(runId, seq)]);
        }),
      ),
    );
    const summaries = await stores[0]!.list();
    expect(summaries.map(({ lastSeq }) => lastSeq)).toEqual(runIds.map(() => 10));
  });

  it('keeps in its tables what the log says, and no result twice', async () => {
    const schema = newSchema();
    const store = postgresStore({ pool, schema });
    for (const [from, to] of [
      [1, 3],
      [4, 4],
      [5, 8],
    ] as const) {
      await store.append('run', someEvents('run', from, to));
    }
    const tasks = await pool.query(
      `SELECT task_id, kind, title, status, attempts, account_id, target, started_at, ended_at, result_seq, cost_usd FROM ${schema}.tasks ORDER BY 1`,
    );
    const called = { kind: 'work', attempts: 1, account_id: 'one', target: 'vendor:model' };
    const first = { task_id: 'task#0', title: 'task#0', status: 'done', started_at: 1_004, ended_at: 1_005 };
    const second = { task_id: 'task#1', title: 'task#1', status: 'running', started_at: 1_008, ended_at: null };
    expect(tasks.rows).toEqual([
      { ...called, ...first, result_seq: '5', cost_usd: 0.001 },
      { ...called, ...second, result_seq: null, cost_usd: 0 },
    ]);
    const results = await pool.query(`SELECT run_id, task_id, output->>'writer' AS writer FROM ${schema}.results`);
    expect(results.rows).toEqual([{ run_id: 'run', task_id: 'task#0', writer: '' }]);
  });

  it('gives the large output of a task in its results, and says when a part of the log is lost', async () => {
    const schema = newSchema();
    const store = postgresStore({ pool, schema });
    const long = 'x'.repeat(20_000);
    const events = someEvents('run', 1, 5);
    await store.append('run', [...events.slice(0, 4), { ...events[4]!, output: long } as RunEvent]);
    const { rows } = await pool.query<{ output: string }>(`SELECT output FROM ${schema}.results`);
    expect(rows).toEqual([{ output: long }]);
    await pool.query(`DELETE FROM ${schema}.blobs`);
    await expect(Array.fromAsync(store.read('run'))).rejects.toMatchObject({ code: 'MANYHANDS_DATABASE_CORRUPT' });
  });

  it('keeps a large value once, until no run has it, also while runs that have it come and go', async () => {
    const schema = newSchema();
    const [store, other] = [postgresStore({ pool, schema }), postgresStore({ pool, schema })];
    const long = 'Call me Ishmael. '.repeat(1_000);
    const countBlobs = async () => (await pool.query(`SELECT hash FROM ${schema}.blobs`)).rows.length;
    let isOver = false;
    async function pruneAll(): Promise<void> {
      while (!isOver) await other.prune({ keep: 1, maxRuns: 10 });
    }
    const pruned = [pruneAll(), pruneAll()];
    for (let index = 0; index < 60; index += 1) {
      const runId = `run ${index}`;
      const log = shortLog(runId, long, index);
      await store.append(runId, log);
      expect(await Array.fromAsync(store.read(runId))).toEqual(log);
      expect(await countBlobs()).toBe(1);
    }
    isOver = true;
    await Promise.all(pruned);
    await store.prune({ keep: 0, maxRuns: 100 });
    for (const table of ['heads', 'events', 'blobs', 'runs', 'tasks', 'removed']) {
      expect((await pool.query(`SELECT 1 FROM ${schema}.${table}`)).rows).toEqual([]);
    }
  });

  it('keeps texts that the database cannot as they are in the log, and readable in tables', async () => {
    const schema = newSchema();
    const store = postgresStore({ pool, schema });
    const event = taskNamed('nothing \0, half a pair \ud83d, a whale \u{1f40b}');
    await store.append('run', [event]);
    expect(await Array.fromAsync(store.read('run'))).toEqual([event]);
    const { rows } = await pool.query<{ title: string }>(`SELECT title FROM ${schema}.tasks`);
    expect(rows).toEqual([{ title: 'nothing \ufffd, half a pair \ufffd, a whale \u{1f40b}' }]);
  });

  it('says that a database is read-only, and does not try again', async () => {
    const schema = newSchema();
    await postgresStore({ pool, schema }).list();
    const options = '-c default_transaction_read_only=on';
    const store = postgresStore({
      connectionString: `${connectionString}?options=${encodeURIComponent(options)}`,
      schema,
    });
    expect(await store.list()).toEqual([]);
    const refused = Promise.resolve(store.append('run', someEvents('run', 1, 1)));
    await expect(refused).rejects.toMatchObject({ code: 'MANYHANDS_DATABASE_NOT_WRITABLE', isRetryable: false });
    await store.close();
  });

  it('says that its role may not make the tables, or that it is not let in, and does not try again', async () => {
    const schema = newSchema();
    const role = schema.replace('test_', 'role_');
    await pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'password'`);
    const address = new URL(connectionString);
    Object.assign(address, { username: role, password: 'password' });
    const nowhere = new URL(address);
    nowhere.pathname = `/${schema}`;
    for (const [{ href }, code] of [
      [address, 'MANYHANDS_DATABASE_NOT_WRITABLE'],
      [nowhere, 'MANYHANDS_DATABASE_REFUSED'],
    ] as const) {
      const store = postgresStore({ connectionString: href, schema });
      await expect(store.list()).rejects.toMatchObject({ code, isRetryable: false });
      await store.close();
    }
    await pool.query(`DROP ROLE ${role}`);
  });

  it('stores what was asked before it was closed, and answers nothing after', async () => {
    const schema = newSchema();
    const store = postgresStore({ connectionString, schema });
    const appended = store.append('run', someEvents('run', 1, 5));
    await Promise.all([store.close(), appended, store.close()]);
    await expect(store.list()).rejects.toMatchObject({ code: 'MANYHANDS_STORE_CLOSED' });
    expect(await Array.fromAsync(postgresStore({ pool, schema }).read('run'))).toHaveLength(5);
  });
});
