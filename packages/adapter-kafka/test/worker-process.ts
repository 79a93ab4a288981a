// A worker in a process of its own, that says what it calls and how each call ended.
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { createWorker } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';

export interface WorkerProcessOptions {
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly callMs: number;
  readonly maxConcurrent: number;
}

/** At once: what was said before the process is killed has been said. */
const say = (line: string) => writeSync(1, `${line}\n`);

const { brokers, prefix, callMs, maxConcurrent } = JSON.parse(process.argv[2]!) as WorkerProcessOptions;
const provider = scriptedProvider({
  id: 'one',
  async answer({ request, context }) {
    const item = /item-\d+/.exec(JSON.stringify(request.messages))?.[0] ?? '?';
    say(`call ${item}`);
    await sleep(callMs, undefined, { signal: context.signal });
    say(`answer ${item}`);
    return `read ${item}`;
  },
});
const worker = createWorker({
  providers: [provider],
  accounts: [{ id: `account-${process.pid}`, provider: 'one', apiKey: 'sk-secret', limits: { maxConcurrent } }],
  transport: kafkaTransport({ brokers, prefix, sessionTimeoutMs: 3_000 }),
});
process.once('SIGTERM', () => void worker.drain().then(() => process.exit(0)));
await worker.ready;
say('ready');
