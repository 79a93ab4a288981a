import { DatabaseSync } from 'node:sqlite';
import { processContract, startProcess, type SharedStore } from '@manyhands/test-database';
import { describe, it } from 'vitest';
import { sqliteStore } from '../src/index.ts';
import { newFolder } from '../src/testing/new-folder.ts';

describe('the SQLite store', () => {
  const folder = newFolder();

  function share(path: string): SharedStore {
    return {
      open: () => sqliteStore({ path }),
      start: (use) => startProcess(new URL('./store-process.ts', import.meta.url), { ...use, path }),
      async countDone(runId) {
        const database = new DatabaseSync(path, { readOnly: true });
        const row = database.prepare('SELECT count(*) AS done FROM results WHERE run_id = ?').get(runId);
        database.close();
        return Number(row?.['done']);
      },
    };
  }

  for (const [index, { name, run }] of processContract.entries()) {
    it(name, { timeout: 180_000 }, () => run(share(`${folder}/${index}.db`)));
  }
});
