// One run of n tasks in a process of its own, so that time and peak memory are its alone.
import { memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';

const tasks = Number(process.argv[2]);
const baseRss = process.resourceUsage().maxRSS;

const orchestrator = createOrchestrator({
  planner: { provider: 'scripted', model: 'instant' },
  providers: [scriptedProvider({ id: 'scripted', defaultModel: 'instant', answer: () => 'ok' })],
  accounts: [{ id: 'one', provider: 'scripted', apiKey: 'none' }],
  transport: memoryTransport(),
});

function run(count: number) {
  return orchestrator.map(
    Array.from({ length: count }, (_, index) => `item ${index}`),
    'Say ok.',
  ).result;
}

// The first calls of a process measure the compiler.
await run(1_000);
const startedAt = performance.now();
const result = await run(tasks);
const elapsedMs = performance.now() - startedAt;
if (result.status !== 'done' || result.output?.length !== tasks) {
  throw new Error(
    `The run ended as ${result.status} with ${result.output?.length} of ${tasks} outputs: ${result.failure?.message}`,
  );
}
await orchestrator.close();
console.log(JSON.stringify({ elapsedMs, peakBytes: (process.resourceUsage().maxRSS - baseRss) * 1024 }));
