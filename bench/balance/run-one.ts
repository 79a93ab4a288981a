// One contender on one case, in a process of its own, with simulated vendors of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator, type Simulator } from '@manyhands/simulator';
import { MODELS, windowOf, type BalanceCase } from './case.ts';
import { CASES } from './cases/index.ts';
import { CONTENDERS } from './contenders/index.ts';

/** What came of it, as the vendors' side counted. */
export interface Outcome {
  readonly elapsedMs: number;
  readonly done: number;
  readonly accepted: number;
  readonly refused: number;
  readonly inputTokens: number;
  /** Accepted calls by account. */
  readonly calls: Readonly<Record<string, number>>;
  /** From the first accepted call to the last, of all accounts. */
  readonly startedOverMs: number;
}

/** A contender that takes this many times the ideal has had its chance. */
const PATIENCE = 5;

const [caseIndex, contenderIndex] = process.argv.slice(2).map(Number) as [number, number];
const setting = CASES[caseIndex]!;
const contender = CONTENDERS[contenderIndex]!;

const simulator = await createSimulator({
  accounts: setting.accounts.map((account) => {
    const { id, vendor, key, limits } = account;
    return { id, vendor, key, limits, window: toWindow(account, setting) };
  }),
  models: Object.fromEntries(
    Object.entries(MODELS).map(([vendor, name]) => [vendor, [{ name, answer: () => ({ text: 'ok' }) }]]),
  ),
  latency: { firstTokenMs: setting.answerMs, tokensPerSecond: Infinity, jitter: 0 },
});
const startedAt = performance.now();
void disturb(setting, simulator);
const done = await Promise.race([contender.run({ ...setting, baseUrl: simulator.baseUrl }), giveUp()]);
console.log(JSON.stringify(toOutcome(done, performance.now() - startedAt, simulator)));
process.exit();

function toWindow(account: BalanceCase['accounts'][number], { window }: BalanceCase) {
  const own = windowOf(account);
  return own?.type === 'bucket' ? { type: 'bucket' as const, burst: own.burst! } : window;
}

async function disturb({ disturbances = [] }: BalanceCase, target: Simulator): Promise<void> {
  for (const { atMs, strike } of disturbances) {
    await sleep(atMs - (performance.now() - startedAt));
    strike(target);
  }
}

async function giveUp(): Promise<number> {
  const { tasks } = setting;
  await sleep(
    PATIENCE *
      setting.idealMs({ calls: tasks.length, inputTokens: tasks.reduce((sum, task) => sum + task.estimatedTokens, 0) }),
  );
  return simulator.counts().reduce((sum, { completed }) => sum + completed, 0);
}

function toOutcome(done: number, elapsedMs: number, { counts }: Simulator): Outcome {
  const accounts = counts();
  const sum = (field: 'accepted' | 'refused' | 'inputTokens') =>
    accounts.reduce((total, account) => total + account[field], 0);
  const starts = accounts.flatMap(({ firstAt, lastAt }) => (firstAt === undefined ? [] : [firstAt, lastAt!]));
  return {
    elapsedMs,
    done,
    accepted: sum('accepted'),
    refused: sum('refused'),
    inputTokens: sum('inputTokens'),
    calls: Object.fromEntries(accounts.map(({ account, accepted }) => [account, accepted])),
    startedOverMs: Math.max(...starts) - Math.min(...starts),
  };
}
