import { testDatabase } from '@manyhands/test-database';
import { Pool } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { migrate, type Migration } from './migrate.ts';
import type { PgPool } from './pg-pool.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();

describe.skipIf(isMissing)('migrations', () => {
  const pool = new Pool({ connectionString, max: 8 });
  afterAll(() => pool.end());

  const first: Migration = { name: 'first', sql: (schema) => `CREATE TABLE ${schema}.one (id int)` };
  const second: Migration = { name: 'second', sql: (schema) => `ALTER TABLE ${schema}.one ADD COLUMN name text` };
  const broken: Migration = { name: 'broken', sql: (schema) => `CREATE TABLE ${schema}.two (id int); SELECT 1 / 0` };

  async function applied(schema: string): Promise<unknown[]> {
    const { rows } = await pool.query<{ name: string }>(`SELECT name FROM ${schema}.migrations ORDER BY version`);
    return rows.map(({ name }) => name);
  }

  it('run once, however many start at the same time', async () => {
    const schema = newSchema();
    await Promise.all(Array.from({ length: 8 }, () => migrate(pool, schema, [first, second])));
    expect(await applied(schema)).toEqual(['first', 'second']);
  });

  it('go on from where an earlier version stopped, and keep what is there', async () => {
    const schema = newSchema();
    await migrate(pool, schema, [first]);
    await pool.query(`INSERT INTO ${schema}.one VALUES (7)`);
    await migrate(pool, schema, [first, second]);
    expect((await pool.query(`SELECT id, name FROM ${schema}.one`)).rows).toEqual([{ id: 7, name: null }]);
  });

  it('are all there or none, when one of them fails', async () => {
    const schema = newSchema();
    await migrate(pool, schema, [first]);
    await expect(migrate(pool, schema, [first, second, broken])).rejects.toThrow(/division by zero/);
    expect(await applied(schema)).toEqual(['first']);
    const { rows } = await pool.query('SELECT to_regclass($1) AS two', [`${schema}.two`]);
    expect(rows).toEqual([{ two: null }]);
  });

  it('refuse a schema that a newer version has made, and change nothing', async () => {
    const schema = newSchema();
    await migrate(pool, schema, [first, second]);
    await expect(migrate(pool, schema, [first])).rejects.toMatchObject({ code: 'MANYHANDS_STORE_NEWER_SCHEMA' });
    expect(await applied(schema)).toEqual(['first', 'second']);
  });

  it('need no right to make tables when there is nothing to do', async () => {
    const schema = newSchema();
    await migrate(pool, schema, [first]);
    const client = await pool.connect();
    await client.query('BEGIN READ ONLY');
    const readOnly: PgPool = {
      query: (text, values) => client.query(text, values),
      connect: () => Promise.reject(new Error('Nothing is to be changed.')),
      end: () => Promise.resolve(),
    };
    await expect(migrate(readOnly, schema, [first])).resolves.toBeUndefined();
    await client.query('ROLLBACK');
    client.release();
  });
});
