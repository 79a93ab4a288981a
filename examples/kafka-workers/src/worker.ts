// A worker: takes tasks from Kafka and calls vendors with the accounts that are its own now. Start as many as you like, wherever you like.
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { accountsFromEnv, accountsFromFile, createWorker, type AccountInput } from '@manyhands/core';
import { providers, settings } from './vendors.ts';
import type { WorkerReport } from './worker-process.ts';

const REPORT_EVERY_MS = 200;
const { KAFKA_BROKERS = '127.0.0.1:9092', KAFKA_PREFIX = 'book', ACCOUNTS_FILE } = process.env;

/** Keys come from where the worker runs, never from a message. */
function ownAccounts(): AccountInput[] {
  if (ACCOUNTS_FILE !== undefined) return accountsFromFile(ACCOUNTS_FILE);
  return accountsFromEnv({
    openai: 'OPENAI_API_KEY',
    anthropic: 'ANTHROPIC_API_KEY',
    gemini: 'GEMINI_API_KEY',
    deepseek: 'DEEPSEEK_API_KEY',
    qwen: 'DASHSCOPE_API_KEY',
  });
}

const transport = kafkaTransport({ brokers: KAFKA_BROKERS.split(','), prefix: KAFKA_PREFIX, sessionTimeoutMs: 6_000 });
const worker = createWorker({
  providers,
  accounts: ownAccounts(),
  transport,
  settings,
});

async function leave(): Promise<void> {
  await worker.drain();
  await transport.close();
  process.exit(0);
}

/** To whoever started it with a channel to talk over. */
function report(): void {
  process.send?.({ inFlight: worker.status().inFlight } satisfies WorkerReport);
}

process.once('SIGTERM', () => void leave());
process.once('disconnect', () => process.exit(1));
await worker.ready;
report();
setInterval(report, REPORT_EVERY_MS);
