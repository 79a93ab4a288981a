import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { aTaskMessage } from '@manyhands/core/testing';
import { autoscale, kafkaTransport } from '@manyhands/adapter-kafka';
import { testBrokers } from '@manyhands/local-kafka/testing';
import { describe, expect, it } from 'vitest';
import type { WorkerProcessOptions } from './worker-process.ts';

const { brokers, isMissing, newPrefix } = await testBrokers();
const TASKS = 48;

describe.skipIf(isMissing)('autoscale over real processes', () => {
  it('brings workers for what waits, and drains them when it is done', { timeout: 120_000 }, async () => {
    const prefix = newPrefix();
    await using transport = disposable(kafkaTransport({ brokers, prefix }));
    expect(await transport.load()).toMatchObject({ tasks: 0, lag: 0 });
    await transport.publish(
      Array.from({ length: TASKS }, (_, index) => ({ ...aTaskMessage(`task-${index}`), route: 'one' })),
    );
    expect(await transport.load()).toMatchObject({ tasks: TASKS, lag: TASKS, partitions: 12, putOff: 0 });

    const options: WorkerProcessOptions = { brokers, prefix, callMs: 200, maxConcurrent: 2 };
    let most = 0;
    await using scaler = autoscale({
      transport,
      min: 0,
      max: 2,
      tasksPerWorker: 10,
      everyMs: 500,
      idleMs: 1_000,
      spawn: () =>
        fork(fileURLToPath(new URL('worker-process.ts', import.meta.url)), [JSON.stringify(options)], {
          execArgv: ['--conditions=@manyhands/source'],
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        }),
      onLook: ({ running }) => (most = Math.max(most, running)),
    });
    await expect.poll(() => transport.load(), { timeout: 60_000, interval: 500 }).toMatchObject({ tasks: 0, lag: 0 });
    await expect.poll(() => scaler.running, { timeout: 30_000 }).toBe(0);
    expect(most).toBe(2);
  });
});

function disposable<Closable extends { close(): Promise<void> }>(closable: Closable): Closable & AsyncDisposable {
  return { ...closable, [Symbol.asyncDispose]: () => closable.close() };
}
