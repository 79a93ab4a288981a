// A worker in a process of its own, with an account of its own. Ends by SIGTERM, when its calls have ended.
import { writeSync } from 'node:fs';
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { createWorker } from '@manyhands/core';
import { openai } from '@manyhands/providers/openai';

/** As an argument of the process, in JSON. */
export interface WorkOptions {
  readonly brokers: readonly string[];
  readonly prefix: string;
  /** Of the simulated vendor. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly maxConcurrent: number;
}

const { brokers, prefix, baseUrl, apiKey, maxConcurrent } = JSON.parse(process.argv[2]!) as WorkOptions;
const worker = createWorker({
  providers: [openai()],
  accounts: [{ id: apiKey, provider: 'openai', apiKey, baseUrl, limits: { maxConcurrent } }],
  transport: kafkaTransport({ brokers, prefix, sessionTimeoutMs: 3_000 }),
});
process.once('SIGTERM', () => void worker.drain().then(() => process.exit(0)));
await worker.ready;
writeSync(1, 'ready\n');
