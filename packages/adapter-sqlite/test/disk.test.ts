import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { eventOf, startProcess } from '@manyhands/test-database';
import { describe, expect, it } from 'vitest';
import { openFile } from '../src/file/open-file.ts';
import { toFailure } from '../src/file/database-failure.ts';
import { sqliteStore } from '../src/index.ts';
import { createAppendEvents } from '../src/operations/append-events.ts';
import { createReadEvents } from '../src/operations/read-events.ts';
import { newFolder } from '../src/testing/new-folder.ts';

const CHILD = new URL('./append-until-refused.ts', import.meta.url);
const TIMEOUT = { timeout: 30_000 };
/** Root may write everywhere, unless it has given that up. */
const ORDINARY =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search']
    : [];

/** The numbers of the events in the log of a store that was closed. */
async function seqsIn(path: string): Promise<number[]> {
  const store = sqliteStore({ path });
  const events = await Array.fromAsync(store.read('run'));
  await store.close();
  return events.map(({ seq }) => seq);
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

describe('a SQLite store whose disk does not do as it should', () => {
  const folder = newFolder();

  it('says that it is full, has what it acknowledged, and goes on when there is room', () => {
    const path = `${folder}/full.db`;
    const file = openFile({ path, synchronous: 'full', busyTimeoutMs: 100 });
    const append = createAppendEvents(file);
    const read = createReadEvents(file);
    const allow = (pages: number) => file.prepare(`PRAGMA max_page_count = ${pages}`).get();
    const store = (seq: number) => {
      const rows = [{ body: JSON.stringify(eventOf('run', seq)) }];
      return append([{ runId: 'run', firstSeq: seq, rows, changes: { tasks: [] } }]);
    };

    let stored = 0;
    let failure;
    allow(60);
    while (failure === undefined) {
      try {
        expect(store(stored + 1)).toEqual([{ type: 'stored' }]);
        stored += 1;
      } catch (error) {
        failure = toFailure(error, path);
      }
    }
    expect(failure).toMatchObject({
      code: 'MANYHANDS_DATABASE_FULL',
      message: expect.stringContaining(path) as string,
    });
    expect(stored).toBeGreaterThan(100);
    expect(JSON.parse(read({ runId: 'run', fromSeq: 1 }).json)).toHaveLength(stored);
    allow(1_000);
    expect(store(stored + 1)).toEqual([{ type: 'stored' }]);
    file.close();
  });

  it('says so when a write fails, and has what it acknowledged', TIMEOUT, async () => {
    const path = `${folder}/quota.db`;
    // No file may be larger than so many blocks.
    const child = startProcess(CHILD, { path, max: 100_000 }, ['sh', '-c', 'ulimit -f 600; exec "$@"', 'sh']);
    await child.ended();
    expect(child.lines.at(-1)).toMatch(/^MANYHANDS_DATABASE_(IO|FULL)$/);
    const stored = child.lines.length - 1;
    expect(stored).toBeGreaterThan(10);
    expect(await seqsIn(path)).toEqual(upTo(stored));
    const later = startProcess(CHILD, { path, max: stored + 5 });
    await later.ended();
    expect(await seqsIn(path)).toEqual(upTo(stored + 5));
  });

  it('says so when it may not write the folder, and leaves nothing there', TIMEOUT, async () => {
    const closed = `${folder}/closed`;
    mkdirSync(closed, { mode: 0o555 });
    for (const path of [`${closed}/new.db`, `${closed}/sub/new.db`]) {
      const child = startProcess(CHILD, { path, max: 1 }, ORDINARY);
      await child.ended();
      expect(child.lines).toEqual(['MANYHANDS_DATABASE_NOT_WRITABLE']);
    }
    expect(readdirSync(closed)).toEqual([]);
  });

  it('says so when it may not write the file or beside it, and loses nothing', TIMEOUT, async () => {
    const parent = `${folder}/kept`;
    const path = `${parent}/runs.db`;
    await startProcess(CHILD, { path, max: 3 }).ended();
    for (const [target, mode] of [
      [path, 0o444],
      [parent, 0o555],
    ] as const) {
      const was = target === path ? 0o644 : 0o755;
      chmodSync(target, mode);
      const child = startProcess(CHILD, { path, max: 4 }, ORDINARY);
      await child.ended();
      chmodSync(target, was);
      expect(child.lines.at(-1)).toBe('MANYHANDS_DATABASE_NOT_WRITABLE');
      expect(child.lines).not.toContain('stored 4');
      expect(await seqsIn(path)).toEqual([1, 2, 3]);
    }
  });
});
