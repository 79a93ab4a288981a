import { accountStoreContract } from '@manyhands/core/testing';
import { testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { migrate } from './migrate.ts';
import { postgresAccountStore } from './postgres-account-store.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();

describe.skipIf(isMissing)('the PostgreSQL account store', () => {
  const schema = newSchema();
  const pool = new Pool({ connectionString, max: 8 });
  afterAll(() => pool.end());
  beforeAll(() => migrate(pool, schema));

  async function create() {
    await pool.query(`TRUNCATE ${schema}.accounts; UPDATE ${schema}.account_changes SET version = 0`);
    return { open: () => postgresAccountStore({ pool, schema }) };
  }

  for (const { name, run } of accountStoreContract) it(name, () => run(create));
});
