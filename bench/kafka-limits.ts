// Limits over processes: the vendor counts what four workers with the same ten accounts send it, while they come, go and die.
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { createOrchestrator } from '@manyhands/core';
import { startKafka } from '@manyhands/local-kafka';
import { deepseek } from '@manyhands/providers';
import { createSimulator } from '@manyhands/simulator';
import { startProcess, type TestProcess } from '@manyhands/test-database';
import type { WorkerOptions } from './kafka-limits/worker.ts';
import { printAtLeast, printAtMost, printMeasure } from './measure/print-measure.ts';

const ACCOUNTS = 10;
const MAX_CONCURRENT = 3;
const CALL_MS = 500;
const TASKS = 1_000;
/** If every account were full all the time. */
const IDEAL_MS = (TASKS / (ACCOUNTS * MAX_CONCURRENT)) * CALL_MS;

const kafka = await startKafka();

interface Case {
  readonly name: string;
  /** Workers that are there from the beginning. */
  readonly workers: number;
  /** What happens while the run is under way. */
  disturb(workers: TestProcess[], start: () => Promise<TestProcess>): Promise<void>;
}

const CASES: readonly Case[] = [
  { name: '4 workers', workers: 4, disturb: () => Promise.resolve() },
  {
    name: '2 workers, 2 more join, 1 leaves',
    workers: 2,
    async disturb(workers, start) {
      for (let joined = 0; joined < 2; joined += 1) {
        await sleep(2_000);
        workers.push(await start());
      }
      await sleep(2_000);
      await workers[0]!.end();
    },
  },
  {
    name: '4 workers, 1 is killed',
    workers: 4,
    async disturb(workers) {
      await sleep(4_000);
      await workers[0]!.kill();
    },
  },
];

async function measure({ name, workers: count, disturb }: Case): Promise<void> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({ id: `account-${index}`, key: `key-${index}` }));
  const limits = { maxConcurrent: MAX_CONCURRENT };
  await using simulator = await createSimulator({
    accounts: accounts.map((account) => ({ ...account, vendor: 'deepseek' as const, limits })),
    latency: { firstTokenMs: CALL_MS, tokensPerSecond: Number.POSITIVE_INFINITY, jitter: 0 },
  });
  const baseUrl = simulator.baseUrl('deepseek');
  const options: WorkerOptions = {
    brokers: kafka.brokers,
    prefix: name.replaceAll(/\W+/g, '-'),
    accounts: accounts.map(({ id, key }) => ({ id, provider: 'deepseek', apiKey: key, limits, baseUrl })),
  };
  const start = async () => {
    const worker = startProcess(new URL('kafka-limits/worker.ts', import.meta.url), options);
    await worker.said(1);
    return worker;
  };
  const workers = await Promise.all(Array.from({ length: count }, start));
  const orchestrator = createOrchestrator({
    planner: { provider: 'deepseek', model: 'deepseek-v4-pro' },
    providers: [deepseek()],
    accounts: options.accounts,
    transport: kafkaTransport(options),
    worker: false,
  });
  const startedAt = performance.now();
  const run = orchestrator.map(
    Array.from({ length: TASKS }, (_, index) => `item ${index}`),
    'Say ok.',
  );
  await disturb(workers, start);
  const { status, output, calls } = await run.result;
  const elapsedMs = performance.now() - startedAt;
  await orchestrator.close();
  await Promise.all(workers.map((worker) => worker.kill()));

  const counts = simulator.counts();
  const named = { bench: 'kafka-limits', case: `${name}, ${TASKS} tasks` };
  const refused = counts.reduce((sum, account) => sum + account.refused, 0);
  const accepted = counts.reduce((sum, account) => sum + account.accepted, 0);
  const lost = TASKS - (status === 'done' ? (output?.length ?? 0) : 0);
  printAtMost({ ...named, measure: 'calls refused by the vendor', value: refused, unit: 'calls' }, 0);
  printAtMost({ ...named, measure: 'tasks lost', value: lost, unit: 'tasks' }, 0);
  printAtMost({ ...named, measure: 'calls made again', value: (accepted - TASKS) / TASKS, unit: 'ratio' }, 0.03);
  printMeasure({ ...named, measure: 'answers that were counted', value: calls, unit: 'calls' });
  printAtLeast({ ...named, measure: 'of the ideal', value: IDEAL_MS / elapsedMs, unit: 'ratio' }, 0.95);
}

for (const each of CASES) await measure(each);
await kafka.stop();
process.exit(0);
