// A worker in a process of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { createWorker } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';
import { ANSWER } from './drive.ts';

export interface WorkerOptions {
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly callMs: number;
  readonly maxConcurrent: number;
}

const { brokers, prefix, callMs, maxConcurrent } = JSON.parse(process.argv[2]!) as WorkerOptions;
const worker = createWorker({
  providers: [
    scriptedProvider({
      id: 'scripted',
      defaultModel: 'instant',
      async answer() {
        if (callMs > 0) await sleep(callMs);
        return ANSWER;
      },
    }),
  ],
  accounts: [{ id: `one-${process.pid}`, provider: 'scripted', apiKey: 'none', limits: { maxConcurrent } }],
  transport: kafkaTransport({ brokers, prefix }),
});
process.once('SIGTERM', () => void worker.drain().then(() => process.exit(0)));
await worker.ready;
console.log('ready');
