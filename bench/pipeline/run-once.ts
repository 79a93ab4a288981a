// One run of n tasks in a process of its own, so that time and peak memory are its alone.
import { memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator, NO_USAGE } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';

const tasks = Number(process.argv[2]);
const baseRss = process.resourceUsage().maxRSS;

/** With the usage: counting tokens is the vendor's work, not the pipeline's. */
const answer = { text: 'ok', usage: { ...NO_USAGE, inputTokens: 100, outputTokens: 1 } };

const orchestrator = createOrchestrator({
  planner: { provider: 'scripted', model: 'instant' },
  providers: [scriptedProvider({ id: 'scripted', defaultModel: 'instant', answer: () => answer })],
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
await run(10_000);
// What they left behind is not part of what follows.
globalThis.gc?.();
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
