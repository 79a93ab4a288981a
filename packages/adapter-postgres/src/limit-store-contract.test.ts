import { limitStoreContract } from '@manyhands/core/testing';
import { testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { migrate } from './migrate.ts';
import { postgresLimitStore } from './postgres-limit-store.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();

describe.skipIf(isMissing)('the PostgreSQL limit store', () => {
  const schema = newSchema();
  const pool = new Pool({ connectionString, max: 4 });
  afterAll(() => pool.end());

  beforeAll(async () => {
    await migrate(pool, schema);
    await pool.query(`
      CREATE TABLE ${schema}.test_clock AS SELECT 1767225600000::bigint AS at;
      CREATE OR REPLACE FUNCTION ${schema}.limit_clock() RETURNS bigint LANGUAGE sql VOLATILE
      AS $$ SELECT at FROM ${schema}.test_clock $$`);
  });

  async function create() {
    const tables = ['owners', 'taken', 'reservations', 'line'].map((name) => `${schema}.limit_${name}`);
    await pool.query(`TRUNCATE ${tables.join(', ')}`);
    return {
      open: () => postgresLimitStore({ pool, schema }),
      advance: async (ms: number) => void (await pool.query(`UPDATE ${schema}.test_clock SET at = at + $1`, [ms])),
    };
  }

  for (const { name, run } of limitStoreContract) it(name, () => run(create));
});
