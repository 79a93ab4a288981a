// One process: a forecast of so many tasks on so many accounts, through the orchestrator's own `simulate()`.
import { memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';

/** What the process prints, in JSON. The time is that of the thread on the processor. */
export interface ForecastCost {
  readonly elapsedMs: number;
  readonly makespanMs: number;
}

const [accounts = 0, tasks = 0] = process.argv.slice(2).map(Number);
const limits = { requestsPerMinute: 60, tokensPerMinute: 60_000, maxConcurrent: 50 };

await using orchestrator = createOrchestrator({
  planner: { provider: 'one', model: 'm' },
  providers: [scriptedProvider({ id: 'one', defaultModel: 'm' })],
  accounts: Array.from({ length: accounts }, (_, index) => {
    return { id: `a${index}`, provider: 'one' as const, apiKey: 'k', limits };
  }),
  transport: memoryTransport(),
});
const startedAt = process.threadCpuUsage();
const { makespanMs, oneMore } = await orchestrator.simulate({
  tasks: {
    count: tasks,
    inputTokens: (index) => 40 + ((index * 7_919) % 1_961),
    outputTokens: 80,
    durationMs: (index) => 500 + ((index * 31) % 9_000),
  },
  startAt: Date.UTC(2026, 0, 1),
});
const { user, system } = process.threadCpuUsage(startedAt);
if (oneMore.length !== 1) throw new Error('What one more account would save is missing.');
console.log(JSON.stringify({ elapsedMs: (user + system) / 1_000, makespanMs } satisfies ForecastCost));
