import { setTimeout as sleep } from 'node:timers/promises';
import { createOrchestrator } from '@manyhands/core';
import { kafkaTransport } from '@manyhands/adapter-kafka';
import { scriptedProvider } from '@manyhands/core/testing';
import { testBrokers } from '@manyhands/local-kafka/testing';
import { startProcess, type TestProcess } from '@manyhands/test-database';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkerProcessOptions } from './worker-process.ts';

const { brokers, isMissing, newPrefix } = await testBrokers();
const TASKS = 120;
const MAX_CONCURRENT = 4;
const CALL_MS = 400;
const LONG = { timeout: 120_000 };
const items = Array.from({ length: TASKS }, (_, index) => `item-${index}`);

const processes: TestProcess[] = [];
afterEach(async () => {
  await Promise.all(processes.splice(0).map((each) => each.kill()));
});

async function startWorker(prefix: string, callMs = CALL_MS): Promise<TestProcess> {
  const options: WorkerProcessOptions = { brokers, prefix, callMs, maxConcurrent: MAX_CONCURRENT };
  const started = startProcess(new URL('./worker-process.ts', import.meta.url), options);
  processes.push(started);
  await started.said(1);
  return started;
}

/** Drives a run and calls no model itself. */
function drive(prefix: string) {
  const orchestrator = createOrchestrator({
    planner: {
      // eslint-disable-next-line require-yield
      async *plan() {
        throw new Error('This run has a plan of its own.');
      },
    },
    providers: [scriptedProvider({ id: 'one' })],
    accounts: [{ id: 'unused', provider: 'one', apiKey: 'sk-unused' }],
    transport: kafkaTransport({ brokers, prefix }),
    worker: false,
  });
  return { orchestrator, run: orchestrator.map(items, 'Read it.') };
}

const said = (what: string, workers: readonly TestProcess[]) =>
  workers.flatMap(({ lines }) => lines.filter((line) => line.startsWith(`${what} `)));

describe.skipIf(isMissing)('a run over worker processes', () => {
  it(
    'loses nothing and counts every result once when a worker is killed in the middle of its calls',
    LONG,
    async () => {
      const prefix = newPrefix();
      const workers = await Promise.all([1, 2, 3].map(() => startWorker(prefix)));
      const { orchestrator, run } = drive(prefix);
      const victim = workers[0]!;
      await victim.said(20);
      await sleep(CALL_MS / 2);
      await victim.kill();
      const { status, output, calls } = await run.result;
      expect(status).toBe('done');
      expect(output).toEqual(items.map((item) => `read ${item}`));
      const made = said('call', workers);
      expect(new Set(made).size).toBe(TASKS);
      // What it called when it was killed is called again, and at most what had ended an instant before: it was not committed yet.
      expect(made.length - TASKS).toBeLessThanOrEqual(2 * MAX_CONCURRENT);
      expect(calls).toBeLessThanOrEqual(made.length);
      await orchestrator.close();
    },
  );

  it('calls nothing twice while workers join and leave by SIGTERM in the middle of their calls', LONG, async () => {
    const prefix = newPrefix();
    const first = await startWorker(prefix, 400);
    const { orchestrator, run } = drive(prefix);
    await first.said(10);
    const second = await startWorker(prefix, 400);
    const third = await startWorker(prefix, 400);
    await second.said(4);
    await first.end();
    const fourth = await startWorker(prefix, 400);
    await third.end();
    const { status, output, calls } = await run.result;
    expect(status).toBe('done');
    expect(output).toHaveLength(TASKS);
    const workers = [first, second, third, fourth];
    expect(said('call', workers).toSorted()).toEqual(items.map((item) => `call ${item}`).toSorted());
    expect(said('answer', workers)).toHaveLength(TASKS);
    expect(calls).toBe(TASKS);
    await orchestrator.close();
  });

  it('stops the calls of all workers when it is cancelled', LONG, async () => {
    const prefix = newPrefix();
    const workers = await Promise.all([1, 2].map(() => startWorker(prefix, 60_000)));
    const { orchestrator, run } = drive(prefix);
    await expect.poll(() => said('call', workers).length, LONG).toBe(2 * MAX_CONCURRENT);
    run.cancel();
    expect((await run.result).status).toBe('cancelled');
    // They have nothing left to end.
    await Promise.all(workers.map((each) => each.end()));
    expect(said('call', workers)).toHaveLength(2 * MAX_CONCURRENT);
    await orchestrator.close();
  });
});
