import type { Clock } from '@manyhands/core';
import { storeContract } from '@manyhands/core/testing';
import { testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { migrate } from './migrate.ts';
import type { PgPool } from './pg-pool.ts';
import { postgresStore } from './postgres-store.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();

describe.skipIf(isMissing)('the PostgreSQL store', () => {
  const schema = newSchema();
  const pool = new Pool({ connectionString, max: 4 });
  afterAll(() => pool.end());

  beforeAll(async () => {
    await migrate(pool, schema);
    await pool.query(`
      CREATE TABLE ${schema}.test_clock AS SELECT 0::float8 AS at;
      CREATE OR REPLACE FUNCTION ${schema}.lease_clock() RETURNS float8 LANGUAGE sql VOLATILE
      AS $$ SELECT at FROM ${schema}.test_clock $$`);
  });

  /** Sets the clock of the database before everything that is asked. */
  function onClock(clock: Clock): PgPool {
    return {
      async query(text, values) {
        await pool.query(`UPDATE ${schema}.test_clock SET at = $1 WHERE at <> $1`, [clock.now()]);
        return pool.query(text, values);
      },
      connect: () => pool.connect(),
      end: () => Promise.resolve(),
    };
  }

  for (const { name, run } of storeContract) {
    it(name, () =>
      run(async ({ clock }) => {
        await pool.query(
          `TRUNCATE ${['heads', 'events', 'blobs', 'runs', 'tasks', 'removed'].map((t) => `${schema}.${t}`).join()}`,
        );
        return postgresStore({ pool: onClock(clock), schema });
      }),
    );
  }
});
