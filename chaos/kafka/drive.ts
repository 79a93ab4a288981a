// A process that drives a run and calls no model itself. Says `done` for every task that is done; started again, it goes on with
// the run that it finds in its store.
import { writeSync } from 'node:fs';
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { sqliteStore } from '@manyhands/adapter-sqlite';
import { createOrchestrator } from '@manyhands/core';
import { openai } from '@manyhands/providers/openai';

/** As an argument of the process, in JSON. */
export interface DriveOptions {
  readonly brokers: readonly string[];
  readonly prefix: string;
  /** Of a SQLite file. */
  readonly path: string;
  readonly tasks: number;
}

const { brokers, prefix, path, tasks } = JSON.parse(process.argv[2]!) as DriveOptions;
const store = sqliteStore({ path });
const orchestrator = createOrchestrator({
  planner: { provider: 'openai', model: 'gpt-5-mini' },
  providers: [openai()],
  accounts: [{ id: 'unused', provider: 'openai', apiKey: 'unused' }],
  transport: kafkaTransport({ brokers, prefix }),
  store,
  worker: false,
});

const items = Array.from({ length: tasks }, (_, index) => `Item ${index} is one of many.`);
const known = await store.list();
const [resumed] = await orchestrator.resumeAll(() => ({ input: items }));
const run = known.length === 0 ? orchestrator.map(items, 'Say what it is.') : resumed;
run?.on('task:done', () => writeSync(1, 'done\n'));
await run?.result;
await orchestrator.close();
