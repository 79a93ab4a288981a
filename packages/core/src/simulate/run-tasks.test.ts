import { describe, expect, it } from 'vitest';
import { accountSchema } from '../domain/account.ts';
import { scriptedProvider } from '../testing/scripted-provider.ts';
import { runTasks } from './run-tasks.ts';
import type { SimulatedCall, SimulatedTask } from './simulated-task.ts';

const MINUTE_MS = 60_000;
const targets = [{ provider: 'one', model: 'm' }];

function poolOf(limits: object, count: number) {
  return {
    providers: [scriptedProvider({ id: 'one' })],
    accounts: Array.from({ length: count }, (_, index) =>
      accountSchema.parse({ id: `a${index}`, provider: 'one', apiKey: 'k', limits }),
    ),
    limitGuardMs: 0,
    maxInFlight: 1_000,
    startAt: 0,
  };
}

function tasksOf(count: number): SimulatedTask[] {
  return Array.from({ length: count }, (_, index) => ({
    inputTokens: 20 + ((index * 7_919) % 980),
    outputTokens: 10 + ((index * 104_729) % 90),
    durationMs: 500 + ((index * 31) % 9_000),
    route: 'any',
    targets,
    after: [],
  }));
}

async function callsOf(count: number, limits: object, accounts: number): Promise<SimulatedCall[]> {
  const calls: SimulatedCall[] = [];
  await runTasks(tasksOf(count), poolOf(limits, accounts), (call) => calls.push(call));
  return calls;
}

describe('tasks on a virtual clock', () => {
  it('are never over a limit of an account in any window', async () => {
    const limits = { requestsPerMinute: 40, inputTokensPerMinute: 20_000, maxConcurrent: 7 };
    const calls = await callsOf(1_000, limits, 3);
    expect(calls).toHaveLength(1_000);
    for (const { accountId, startedAt } of calls) {
      const own = calls.filter((call) => call.accountId === accountId);
      const inWindow = own.filter((call) => call.startedAt >= startedAt && call.startedAt < startedAt + MINUTE_MS);
      expect(inWindow.length).toBeLessThanOrEqual(40);
      expect(inWindow.reduce((sum, { task }) => sum + task.inputTokens, 0)).toBeLessThanOrEqual(20_000);
      const atOnce = own.filter(
        (call) => call.startedAt <= startedAt && call.startedAt + call.task.durationMs > startedAt,
      );
      expect(atOnce.length).toBeLessThanOrEqual(7);
    }
  });

  it('are each called once, 100,000 of them too', async () => {
    const calls = await callsOf(100_000, { requestsPerMinute: 6_000 }, 10);
    expect(calls).toHaveLength(100_000);
    expect(new Set(calls.map(({ task }) => task)).size).toBe(100_000);
  });
});
