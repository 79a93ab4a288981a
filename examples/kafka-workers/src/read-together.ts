import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { createOrchestrator } from '@manyhands/core';
import { bookJob } from '@manyhands/example-book/book-job';
import { startSimulatedPool } from '@manyhands/example-book/simulated-pool';
import type { Arguments } from './arguments.ts';
import { killOne } from './kill-one.ts';
import { openBrokers } from './open-brokers.ts';
import { simulatedVendors } from './simulated-vendors.ts';
import { toSummary } from './summary.ts';
import { planner, providers, settings } from './vendors.ts';
import { watch } from './watch.ts';
import { startWorker } from './worker-process.ts';

const WORKERS = 3;

/** Starts brokers, vendors, workers and a driver, and has them read the book. Whether all is as it must be. */
export async function readTogether({ kill, pieces }: Arguments): Promise<boolean> {
  await using cleanup = new AsyncDisposableStack();
  const { brokers, notice } = cleanup.use(await openBrokers());
  const vendors = cleanup.adopt(await startSimulatedPool(simulatedVendors), ({ close }) => close());
  const folder = cleanup.adopt(await mkdtemp(join(tmpdir(), 'manyhands-workers-')), (path) =>
    rm(path, { recursive: true }),
  );
  // Nothing of an earlier run is in its way.
  const prefix = `book-${crypto.randomUUID().slice(0, 8)}`;
  console.log(`${notice} Topics: ${prefix}.*\n${vendors.notice}`);

  // All have all accounts: the group shares them out, so that each is used by one worker at a time.
  const { accounts } = vendors;
  const names = Array.from({ length: WORKERS }, (_, index) => `worker ${index + 1}`);
  const workers = await Promise.all(names.map((name) => startWorker({ name, brokers, prefix, accounts, folder })));
  cleanup.defer(async () => {
    await Promise.all(workers.map(({ drain }) => drain()));
  });
  for (const { name, pid } of workers) console.log(`${name}: process ${pid}`);
  // It drives the run and calls no model itself.
  const orchestrator = cleanup.use(
    createOrchestrator({
      planner,
      providers,
      accounts,
      transport: kafkaTransport({ brokers, prefix }),
      settings,
      worker: false,
    }),
  );
  const job = bookJob(vendors, pieces);
  console.log(`\n${job.title}, ${job.input.length} pieces\n`);
  const run = orchestrator.start({ goal: job.goal, input: job.input, output: job.output!, criteria: job.criteria! });
  const stopWatching = watch(run, workers);
  const killing = kill ? killOne(run, workers) : undefined;
  const result = await run.result;
  stopWatching();
  await killing;
  const { text, isWhole } = toSummary({ result, state: run.snapshot(), expected: job, tallies: vendors.tallies!() });
  console.log(text);
  return isWhole;
}
