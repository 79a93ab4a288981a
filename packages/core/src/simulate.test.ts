import { describe, expect, it } from 'vitest';
import { createOrchestrator } from './create-orchestrator.ts';
import type { AccountInput } from './domain/account.ts';
import type { MergePlan, PlanTask } from './domain/plan.ts';
import type { Transport } from './ports/transport.ts';
import { scriptedProvider } from './testing/scripted-provider.ts';
import { aPlanTask } from './testing/plan-task.ts';

const GUARD_MS = 250;
const MINUTE_MS = 60_000;

/** Nothing is sent. */
const transport = Object.fromEntries(
  ['publish', 'consume', 'report', 'subscribe', 'control', 'close'].map((name) => [name, () => Promise.resolve()]),
) as unknown as Transport;

function orchestratorWith(...accounts: Partial<AccountInput>[]) {
  const price = { inputUsdPerMillion: 1, outputUsdPerMillion: 2 };
  return createOrchestrator({
    planner: { provider: 'one', model: 'm' },
    providers: [scriptedProvider({ id: 'one', defaultModel: 'm', price })],
    accounts: accounts.map((account, index): AccountInput & { readonly provider: 'one' } =>
      Object.assign(account, { id: `a${index}`, provider: 'one' as const, apiKey: 'k' }),
    ),
    transport,
    settings: { maxInFlight: 1_000 },
  });
}

const SMALL = { inputTokens: 10, outputTokens: 10, durationMs: 1_000 };

describe('a forecast', () => {
  it('is as long as requests a minute allow', async () => {
    const limits = { requestsPerMinute: 10 };
    const { makespanMs, binding, accounts } = await orchestratorWith({ limits }, { limits }).simulate({
      tasks: { count: 60, ...SMALL },
    });
    // Twenty at once, then twenty more each minute.
    expect(makespanMs).toBe(2 * (MINUTE_MS + GUARD_MS) + 1_000);
    expect(accounts.map(({ calls }) => calls)).toEqual([30, 30]);
    expect(binding).toMatchObject({ limit: 'requestsPerMinute' });
    expect(binding!.share).toBeGreaterThan(0.9);
  });

  it('is as long as calls at once allow', async () => {
    const { makespanMs, binding } = await orchestratorWith({ limits: { maxConcurrent: 4 } }).simulate({
      tasks: { count: 20, ...SMALL, durationMs: 3_000 },
    });
    expect(makespanMs).toBe((20 / 4) * 3_000);
    expect(binding).toMatchObject({ limit: 'maxConcurrent' });
  });

  it('is as long as tokens a minute allow, once it knows how long answers are', async () => {
    const orchestrator = orchestratorWith({ limits: { tokensPerMinute: 10_000 } });
    const { makespanMs } = await orchestrator.simulate({
      tasks: { count: 1_000, inputTokens: 400, outputTokens: 100, durationMs: 1_000 },
    });
    const ideal = (1_000 / 20 - 1) * MINUTE_MS;
    expect(makespanMs).toBeGreaterThanOrEqual(ideal);
    expect(makespanMs / ideal).toBeLessThan(1.02);
  });

  it('spaces the starts of an account with a limit per second on its own clock', async () => {
    const { makespanMs } = await orchestratorWith({ limits: { requestsPerSecond: 2 } }).simulate({
      tasks: { count: 40, ...SMALL, durationMs: 0 },
    });
    expect(makespanMs).toBeGreaterThanOrEqual(19_000);
    expect(makespanMs).toBeLessThan(26_000);
  });

  it('adds up what it costs, and counts calls and tokens of each account', async () => {
    const { cost, accounts } = await orchestratorWith({ limits: { requestsPerMinute: 100 } }).simulate({
      tasks: { count: 1_000, inputTokens: 500, outputTokens: 250, durationMs: 10 },
    });
    expect(cost.usd).toBeCloseTo(1, 6);
    expect(cost.unpriced).toEqual([]);
    expect(accounts).toMatchObject([{ calls: 1_000, inputTokens: 500_000, outputTokens: 250_000 }]);
  });

  it('says what one more account of each kind would save', async () => {
    const orchestrator = orchestratorWith(
      { limits: { requestsPerMinute: 30 } },
      { limits: { requestsPerMinute: 30 } },
      { limits: { requestsPerMinute: 60 } },
    );
    const { oneMore, makespanMs } = await orchestrator.simulate({ tasks: { count: 720, ...SMALL } });
    expect(makespanMs).toBe(5 * (MINUTE_MS + GUARD_MS) + 1_000);
    expect(oneMore).toMatchObject([
      { like: 'a2', makespanMs: 3 * (MINUTE_MS + GUARD_MS) + 1_000 },
      { like: 'a0', makespanMs: 4 * (MINUTE_MS + GUARD_MS) + 1_000 },
    ]);
  });

  it('is the same every time', async () => {
    const request = {
      tasks: { count: 500, ...SMALL, inputTokens: (index: number) => 10 + ((index * 37) % 500) },
      startAt: 0,
    };
    const limits = { requestsPerMinute: 20, tokensPerMinute: 5_000 };
    const [first, second] = await Promise.all([
      orchestratorWith({ limits }, { limits }).simulate(request),
      orchestratorWith({ limits }, { limits }).simulate(request),
    ]);
    expect(second).toEqual(first);
  });

  it('follows the dependencies of a plan, and reads what tasks wait for', async () => {
    const plan = { tasks: [planTask('read', 'map'), planTask('end', 'single', ['read'])], merge: MERGE };
    const { makespanMs, tasks, accounts } = await orchestratorWith({}).simulate({
      plan,
      pieces: ['one', 'two', 'three'],
      outputTokens: 50,
      durationMs: 2_000,
    });
    expect(tasks).toBe(4);
    expect(makespanMs).toBe(4_000);
    expect(accounts[0]).toMatchObject({ calls: 4, outputTokens: 200 });
    expect(accounts[0]!.inputTokens).toBeGreaterThan(150);
  });

  it('asks no model for what functions do, and waits for the models behind them', async () => {
    const count = { ...planTask('count', 'single', ['read']), call: { name: 'count', arguments: [] } };
    const plan = { tasks: [planTask('read', 'map'), count, planTask('end', 'single', ['count'])], merge: MERGE };
    const { makespanMs, tasks } = await orchestratorWith({}).simulate({
      plan,
      pieces: ['one', 'two', 'three'],
      durationMs: 2_000,
    });
    expect(tasks).toBe(4);
    expect(makespanMs).toBe(4_000);
  });

  it('refuses sizes that are none, and says where', async () => {
    const tasks = [SMALL, { ...SMALL, durationMs: Number.NaN }];
    await expect(orchestratorWith({}).simulate({ tasks })).rejects.toMatchObject({
      name: 'ConfigError',
      path: 'simulate.tasks[1].durationMs',
    });
    await expect(orchestratorWith({}).simulate({ tasks: [] })).rejects.toMatchObject({ name: 'ConfigError' });
  });

  it('fails when no account could ever serve a task', async () => {
    await expect(orchestratorWith({ disabled: true }).simulate({ tasks: [SMALL] })).rejects.toMatchObject({
      code: 'MANYHANDS_NO_ACCOUNT',
    });
  });
});

const MERGE: MergePlan = { strategy: 'concat', instruction: null, fields: [] };

function planTask(id: string, kind: PlanTask['kind'], dependsOn: string[] = []): PlanTask {
  return aPlanTask(id, { kind, dependsOn, prompt: 'Read.' });
}
