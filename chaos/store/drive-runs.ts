// A process that drives runs and says `run seq hash` of every event that the store has acknowledged. It is killed in the middle
// of that, started again, and goes on with what it finds.
import { hash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator, type Run } from '@manyhands/core';
import { openai } from '@manyhands/providers/openai';
import { openStore, type Engine } from './engine.ts';
import { GOAL } from './goal.ts';

/** As an argument of the process, in JSON. */
export interface DriveOptions {
  readonly engine: Engine;
  /** Of the simulated vendor. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly runs: number;
  readonly maxConcurrent: number;
}

const { engine, baseUrl, apiKey, runs, maxConcurrent } = JSON.parse(process.argv[2]!) as DriveOptions;
const store = openStore(engine);
const orchestrator = createOrchestrator({
  planner: { provider: 'openai', model: 'gpt-5-mini' },
  providers: [openai()],
  accounts: [{ id: 'one', provider: 'openai', apiKey, baseUrl, limits: { maxConcurrent } }],
  transport: memoryTransport(),
  store,
});

function watch(run: Run): Promise<unknown> {
  // At once: what was said before the process is killed has been said.
  run.on('event', (event) => writeSync(1, `${run.id} ${event.seq} ${hash('sha256', JSON.stringify(event))}\n`));
  return run.result;
}

const known = await store.list();
const resumed = await orchestrator.resumeAll(() => GOAL);
const started = Array.from({ length: runs - known.length }, () => orchestrator.start(GOAL));
await Promise.all([...resumed, ...started].map(watch));
await orchestrator.close();
