import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '@manyhands/test-database';
import { afterAll, describe, expect, it } from 'vitest';
import type { Engine } from './store/engine.ts';
import { killDatabase, killDriver } from './store/strike.ts';
import { survive } from './store/survive.ts';

const STRIKES = 3;
const TIMEOUT_MS = 240_000;

const UNHARMED = {
  strikes: STRIKES,
  lost: 0,
  different: 0,
  doneAgain: 0,
  acknowledged: expect.toSatisfy((events) => events > 0),
};

describe('runs that are disturbed at random points lose nothing acknowledged and end as if nothing had been', () => {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-chaos-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let stores = 0;

  it('with SQLite, when their process is killed', { timeout: TIMEOUT_MS }, async () => {
    const newEngine = (): Engine => ({ type: 'sqlite', path: join(folder, `${(stores += 1)}.db`) });
    expect(await survive({ strikes: STRIKES, strike: killDriver, newEngine })).toMatchObject(UNHARMED);
  });
});

const database = await startDatabase();
if (database === undefined && process.env['CI']) throw new Error('There is no PostgreSQL here.');

describe.skipIf(database === undefined)('and so they do', () => {
  afterAll(() => database?.[Symbol.asyncDispose]());
  let stores = 0;
  const newEngine = (): Engine => ({
    type: 'postgres',
    connectionString: database!.connectionString,
    schema: `chaos_${(stores += 1)}`,
  });

  it('with PostgreSQL, when their process is killed', { timeout: TIMEOUT_MS }, async () => {
    expect(await survive({ strikes: STRIKES, strike: killDriver, newEngine })).toMatchObject(UNHARMED);
  });

  it('with PostgreSQL, when its server is killed', { timeout: TIMEOUT_MS }, async () => {
    const strike = killDatabase(database!.crash);
    expect(await survive({ strikes: STRIKES, strike, newEngine })).toMatchObject(UNHARMED);
  });
});
