import { responseCacheContract } from '@manyhands/core/testing';
import { testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { migrate } from './migrate.ts';
import { postgresResponseCache } from './postgres-response-cache.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();

describe.skipIf(isMissing)('the PostgreSQL response cache', () => {
  const schema = newSchema();
  const bounds = { maxEntries: 100, keepMs: 60_000 };
  const pool = new Pool({ connectionString, max: 4 });
  afterAll(() => pool.end());
  beforeAll(() => migrate(pool, schema));

  async function create() {
    await pool.query(`TRUNCATE ${schema}.responses`);
    return { ...bounds, open: () => postgresResponseCache({ pool, schema, ...bounds }) };
  }

  for (const { name, run } of responseCacheContract) it(name, () => run(create));
});
