import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type AccountCounts } from '@manyhands/simulator';
import { startProcess, testDatabase, type TestProcess } from '@manyhands/test-database';
import { afterAll, describe, expect, it } from 'vitest';
import type { CallTogether } from './call-together.ts';

const { isMissing, connectionString, newSchema } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'manyhands-sharing-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REQUESTS = 30;
const CONCURRENT = 3;
const CALLS = 20;

function start(call: CallTogether): TestProcess {
  return startProcess(new URL('./call-together.ts', import.meta.url), call);
}

/** Three processes with more to do than the accounts they share allow in a minute, by the vendors' own count. */
async function callTogether(store: CallTogether['store']) {
  await using simulator = await createSimulator({
    accounts: [
      { vendor: 'openai', key: 'one', id: 'one', limits: { requestsPerMinute: REQUESTS } },
      { vendor: 'deepseek', key: 'two', id: 'two', limits: { maxConcurrent: CONCURRENT } },
    ],
    latency: { firstTokenMs: 150, tokensPerSecond: 1_000 },
  });
  const accounts: CallTogether['accounts'] = [
    {
      id: 'one',
      provider: 'openai',
      apiKey: 'one',
      baseUrl: simulator.baseUrl('openai'),
      limits: { requestsPerMinute: REQUESTS },
      windows: { requestsPerMinute: { type: 'sliding' } },
    },
    {
      id: 'two',
      provider: 'deepseek',
      apiKey: 'two',
      baseUrl: simulator.baseUrl('deepseek'),
      limits: { maxConcurrent: CONCURRENT },
    },
  ];
  const children = [1, 2, 3].map(() => start({ store, accounts, calls: CALLS }));
  await Promise.all(children.map((child) => child.ended()));
  const [one, two] = simulator.counts() as [AccountCounts, AccountCounts];
  return {
    refused: one.refused + two.refused,
    accepted: one.accepted + two.accepted,
    mostAtOnce: two.peakConcurrency,
    isFirstUsed: one.accepted > REQUESTS / 2,
    answered: children.map(({ lines }) => lines.at(-1)),
  };
}

const EXACT = {
  refused: 0,
  accepted: 3 * CALLS,
  mostAtOnce: CONCURRENT,
  isFirstUsed: true,
  answered: [1, 2, 3].map(() => `answered ${CALLS}`),
};

describe('processes that share accounts', { timeout: 180_000 }, () => {
  it('keep together to limits that are in a SQLite file', async () => {
    expect(await callTogether({ path: join(folder, 'limits.db') })).toEqual(EXACT);
  });

  it.skipIf(isMissing)('keep together to limits that are in PostgreSQL', async () => {
    expect(await callTogether({ connectionString, schema: newSchema() })).toEqual(EXACT);
  });
});
