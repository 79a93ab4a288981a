import { processContract, startProcess, testDatabase, type SharedStore } from '@manyhands/test-database';
import { Pool } from 'pg';
import { afterAll, describe, it } from 'vitest';
import { postgresStore } from '../src/index.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();

describe.skipIf(isMissing)('the PostgreSQL store', () => {
  const pool = new Pool({ connectionString, max: 2 });
  afterAll(() => pool.end());

  function share(schema: string): SharedStore {
    return {
      open: () => postgresStore({ connectionString, schema }),
      start: (use) =>
        startProcess(new URL('./store-process.ts', import.meta.url), { ...use, connectionString, schema }),
      async countDone(runId) {
        const sql = `SELECT count(*)::int AS done FROM ${schema}.results WHERE run_id = $1`;
        const { rows } = await pool.query<{ readonly done: number }>(sql, [runId]);
        return rows[0]!.done;
      },
    };
  }

  for (const { name, run } of processContract) it(name, { timeout: 180_000 }, () => run(share(newSchema())));
});
