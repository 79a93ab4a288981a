import { DatabaseSync } from 'node:sqlite';
import { createManualClock } from '@manyhands/core/testing';
import { limitsLeftBehind } from '@manyhands/test-database';
import { describe, expect, it } from 'vitest';
import { sqliteLimitStore } from './index.ts';
import { newFolder } from './testing/new-folder.ts';

describe('the SQLite limit store', () => {
  const path = `${newFolder()}/limits.db`;

  it('keeps nothing of processes that are gone, in groups that nobody asks for either, bounded in each step', async () => {
    const clock = createManualClock();
    const store = sqliteLimitStore({ path, clock });
    const left = await limitsLeftBehind({ store, advance: (ms) => clock.advance(ms), count });
    expect(left).toEqual({
      soon: { owners: 2, reservations: 600 },
      aDayLater: { owners: 1, reservations: 0, taken: 0 },
    });
    await store.close();
  });

  function count(table: string): Promise<number> {
    const database = new DatabaseSync(path, { readOnly: true });
    const row = database.prepare(`SELECT count(*) AS rows FROM limit_${table}`).get();
    database.close();
    return Promise.resolve(Number(row?.['rows']));
  }
});
