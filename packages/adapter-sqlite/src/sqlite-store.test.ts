import { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '@manyhands/core';
import { eventOf, shortLog } from '@manyhands/test-database';
import { describe, expect, it } from 'vitest';
import { sqliteStore } from './index.ts';
import { newFolder } from './testing/new-folder.ts';

const folder = newFolder();

function someEvents(from: number, to: number): RunEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => eventOf('run', from + index));
}

function query(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  // They have no prototype.
  return structuredClone(rows);
}

describe('the SQLite store', () => {
  it('keeps in its tables what the log says, and no result twice', async () => {
    const path = `${folder}/tables.db`;
    const store = sqliteStore({ path });
    await store.append('run', someEvents(1, 3));
    await store.append('run', someEvents(4, 4));
    await store.append('run', someEvents(5, 8));
    const columns =
      'task_id, kind, title, status, attempts, account_id, target, started_at, ended_at, result_seq, cost_usd';
    const called = { kind: 'work', attempts: 1, account_id: 'one', target: 'vendor:model' };
    const first = { task_id: 'task#0', title: 'task#0', status: 'done', started_at: 1_004, ended_at: 1_005 };
    const second = { task_id: 'task#1', title: 'task#1', status: 'running', started_at: 1_008, ended_at: null };
    expect(query(path, `SELECT ${columns} FROM tasks ORDER BY task_id`)).toEqual([
      { ...called, ...first, result_seq: 5, cost_usd: 0.001 },
      { ...called, ...second, result_seq: null, cost_usd: 0 },
    ]);
    const results = query(path, "SELECT run_id, task_id, output ->> '$.writer' AS writer FROM results");
    expect(results).toEqual([{ run_id: 'run', task_id: 'task#0', writer: '' }]);
    await store.close();
  });

  it('keeps a large value once, until no run has it', async () => {
    const path = `${folder}/blobs.db`;
    const store = sqliteStore({ path });
    const long = 'Call me Ishmael. '.repeat(1_000);
    const countBlobs = () => query(path, 'SELECT count(*) AS blobs FROM blobs')[0]!['blobs'];
    for (const runId of ['one', 'two']) await store.append(runId, shortLog(runId, long));
    await store.append('three', shortLog('three', `${long}The end.`, 4));
    expect(countBlobs()).toBe(2);
    expect(await Array.fromAsync(store.read('two'))).toEqual(shortLog('two', long));
    expect(await store.prune({ keep: 2, maxRuns: 10 })).toBe(1);
    expect(countBlobs()).toBe(2);
    expect(await store.prune({ keep: 1, maxRuns: 10 })).toBe(1);
    expect(countBlobs()).toBe(1);
    expect(await Array.fromAsync(store.read('three', 3))).toEqual([shortLog('three', `${long}The end.`, 4)[2]]);
    await store.close();
  });

  it('gives the large output of a task in its results, and says when a part of the log is lost', async () => {
    const path = `${folder}/large.db`;
    const store = sqliteStore({ path });
    const long = 'x'.repeat(20_000);
    const events = someEvents(1, 5);
    await store.append('run', [...events.slice(0, 4), { ...events[4]!, output: long } as RunEvent]);
    expect(query(path, 'SELECT output FROM results')).toEqual([{ output: long }]);
    const other = new DatabaseSync(path);
    other.exec('DELETE FROM blobs');
    other.close();
    await expect(Array.fromAsync(store.read('run'))).rejects.toMatchObject({ code: 'MANYHANDS_DATABASE_CORRUPT' });
    await store.close();
  });

  it('leaves no row of a run that was removed, and gives its room back', async () => {
    const path = `${folder}/removed.db`;
    const store = sqliteStore({ path });
    const end: RunEvent = { type: 'run:ended', runId: 'run', seq: 9_001, at: 1, status: 'done', output: null };
    await store.append('run', [...someEvents(1, 9_000), end]);
    const sizeOf = () => query(path, 'SELECT page_count AS pages FROM pragma_page_count')[0]!['pages'] as number;
    const full = sizeOf();
    expect(await store.prune({ keep: 0, maxRuns: 1 })).toBe(1);
    for (const table of ['heads', 'events', 'blobs', 'runs', 'tasks', 'removed']) {
      expect(query(path, `SELECT count(*) AS rows FROM ${table}`)).toEqual([{ rows: 0 }]);
    }
    expect(sizeOf()).toBeLessThan(full / 2);
    // What comes later under the same name is another run.
    await store.append('run', someEvents(1, 2));
    expect(await Array.fromAsync(store.read('run'))).toEqual(someEvents(1, 2));
    await store.close();
  });

  it('answers nothing once it was closed, and says so', async () => {
    const store = sqliteStore({ path: `${folder}/closed.db` });
    const appended = store.append('run', someEvents(1, 1));
    const [closed] = await Promise.all([store.close(), appended, store.close()]);
    expect(closed).toBeUndefined();
    await expect(store.list()).rejects.toMatchObject({ code: 'MANYHANDS_STORE_CLOSED' });
    expect(query(`${folder}/closed.db`, 'SELECT count(*) AS events FROM events')).toEqual([{ events: 1 }]);
  });

  it('refuses a path that is none, before anything is opened', () => {
    for (const path of ['', ':memory:', 'file:runs.db']) {
      expect(() => sqliteStore({ path })).toThrow(expect.objectContaining({ code: 'MANYHANDS_SQLITE_PATH' }));
    }
    const busyTimeoutMs = Number.NaN;
    expect(() => sqliteStore({ path: 'x', busyTimeoutMs })).toThrow(
      expect.objectContaining({ code: 'MANYHANDS_BAD_OPTION' }),
    );
  });
});
