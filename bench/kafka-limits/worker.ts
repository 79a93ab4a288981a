// A worker in a process of its own that has all accounts, of which Kafka says which are its own.
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { createWorker, type AccountInput } from '@manyhands/core';
import { deepseek } from '@manyhands/providers';

export interface WorkerOptions {
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly accounts: readonly (AccountInput & { readonly provider: 'deepseek' })[];
}

const { brokers, prefix, accounts } = JSON.parse(process.argv[2]!) as WorkerOptions;
const worker = createWorker({
  providers: [deepseek()],
  accounts,
  transport: kafkaTransport({ brokers, prefix }),
});
process.once('SIGTERM', () => void worker.drain().then(() => process.exit(0)));
await worker.ready;
console.log('ready');
