import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { sqliteStore } from '../index.ts';
import { newFolder } from '../testing/new-folder.ts';

const folder = newFolder();

function anEvent(seq: number): RunEvent {
  const piece = { index: seq, title: '', content: 'x'.repeat(5_000) };
  return { type: 'input:piece', runId: 'run', seq, at: 1, piece };
}

/** The code with which a store at the path refuses to append. */
async function refusal(path: string, seq = 1): Promise<unknown> {
  const store = sqliteStore({ path, busyTimeoutMs: 200 });
  try {
    await store.append('run', [anEvent(seq)]);
    return 'stored';
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  } finally {
    await store.close();
  }
}

async function fill(path: string, count: number): Promise<void> {
  const store = sqliteStore({ path });
  await store.append(
    'run',
    Array.from({ length: count }, (_, index) => anEvent(index + 1)),
  );
  await store.close();
}

function query(path: string, sql: string): unknown {
  const database = new DatabaseSync(path);
  try {
    return database.prepare(sql).get();
  } finally {
    database.close();
  }
}

describe('the file of a SQLite store', () => {
  it('is made with its folder, once, however many open it at the same time', async () => {
    for (let round = 0; round < 4; round += 1) {
      const path = `${folder}/new/${round}/runs.db`;
      const stores = Array.from({ length: 5 }, () => sqliteStore({ path }));
      await Promise.all(stores.map(async (store, index) => store.append(`run ${index}`, [anEvent(1)])));
      expect(await stores[0]!.list()).toHaveLength(5);
      await Promise.all(stores.map((store) => store.close()));
    }
  });

  it('is refused when a newer version has made its tables, and stays as it is', async () => {
    const path = `${folder}/newer.db`;
    await fill(path, 1);
    query(path, 'PRAGMA user_version = 1000');
    const before = readFileSync(path);
    expect(await refusal(path, 2)).toBe('MANYHANDS_STORE_NEWER_SCHEMA');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is refused when it belongs to another program, and stays as it is', async () => {
    const path = `${folder}/foreign.db`;
    query(path, 'CREATE TABLE runs (id INTEGER)');
    const before = readFileSync(path);
    expect(await refusal(path)).toBe('MANYHANDS_DATABASE_FOREIGN');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is refused when it is no database, or a folder', async () => {
    writeFileSync(`${folder}/text.db`, 'Call me Ishmael. '.repeat(1_000));
    expect(await refusal(`${folder}/text.db`)).toBe('MANYHANDS_DATABASE_CORRUPT');
    mkdirSync(`${folder}/folder.db`);
    expect(await refusal(`${folder}/folder.db`)).toBe('MANYHANDS_DATABASE_NOT_WRITABLE');
    expect(await refusal(`${folder}/text.db/runs.db`)).toBe('MANYHANDS_DATABASE_NOT_WRITABLE');
  });

  it('that is damaged is said to be, and no part of a log is taken for the whole', async () => {
    const path = `${folder}/damaged.db`;
    await fill(path, 300);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xab, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2)));
    const store = sqliteStore({ path });
    await expect(Array.fromAsync(store.read('run'))).rejects.toMatchObject({ code: 'MANYHANDS_DATABASE_CORRUPT' });
    await store.close();
  });

  it('of which rows were lost is said to be damaged', async () => {
    const path = `${folder}/rows.db`;
    await fill(path, 5);
    query(path, 'DELETE FROM events WHERE seq = 3 RETURNING id');
    const store = sqliteStore({ path });
    await expect(Array.fromAsync(store.read('run'))).rejects.toMatchObject({ code: 'MANYHANDS_DATABASE_CORRUPT' });
    await store.close();
  });

  it('is waited for while others write it, and only as long as was said', async () => {
    const path = `${folder}/busy.db`;
    await fill(path, 1);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const startedAt = performance.now();
    expect(await refusal(path, 2)).toBe('MANYHANDS_DATABASE_BUSY');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(200);
    const [writer, reader] = [sqliteStore({ path, busyTimeoutMs: 20_000 }), sqliteStore({ path, busyTimeoutMs: 0 })];
    const appended = writer.append('run', [anEvent(2)]);
    // Reading does not wait.
    expect(await Array.fromAsync(reader.read('run'))).toHaveLength(1);
    other.exec('COMMIT');
    other.close();
    await appended;
    expect(await Array.fromAsync(reader.read('run'))).toHaveLength(2);
    await Promise.all([writer.close(), reader.close()]);
  });
});
