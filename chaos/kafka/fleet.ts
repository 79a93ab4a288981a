import type { LocalKafka } from '@manyhands/local-kafka';
import { createSimulator, type Simulator } from '@manyhands/simulator';
import { startProcess, type TestProcess } from '@manyhands/test-database';
import type { DriveOptions } from './drive.ts';
import type { WorkOptions } from './work.ts';

/** One run over Kafka: its vendor, its workers and the process that drives it. */
export interface Fleet extends AsyncDisposable {
  readonly kafka: Pick<LocalKafka, 'brokers' | 'nodes'>;
  readonly simulator: Simulator;
  readonly workers: TestProcess[];
  driver: TestProcess;
  startWorker(): Promise<TestProcess>;
  /** In place of the one that was. */
  startDriver(): void;
}

export interface FleetOptions {
  readonly kafka: Fleet['kafka'];
  readonly path: string;
  readonly tasks: number;
}

const WORKERS = 3;
/** More than are ever started for one run. */
const ACCOUNTS = 16;
const MAX_CONCURRENT = 6;
const LATENCY = { firstTokenMs: 150, tokensPerSecond: 2_000 };

export async function startFleet({ kafka, path, tasks }: FleetOptions): Promise<Fleet> {
  const { brokers } = kafka;
  const prefix = `chaos-${crypto.randomUUID()}`;
  const keys = Array.from({ length: ACCOUNTS }, (_, index) => `key-${index}`);
  const simulator = await createSimulator({
    accounts: keys.map((key) => ({ vendor: 'openai', key })),
    latency: LATENCY,
  });
  const baseUrl = simulator.baseUrl('openai');

  async function startWorker(): Promise<TestProcess> {
    const options: WorkOptions = { brokers, prefix, baseUrl, apiKey: keys.pop()!, maxConcurrent: MAX_CONCURRENT };
    const worker = startProcess(new URL('./work.ts', import.meta.url), options);
    fleet.workers.push(worker);
    await worker.said(1);
    return worker;
  }

  function spawnDriver(): TestProcess {
    const options: DriveOptions = { brokers, prefix, path, tasks };
    return startProcess(new URL('./drive.ts', import.meta.url), options);
  }

  const fleet: Fleet = {
    kafka,
    simulator,
    workers: [],
    driver: spawnDriver(),
    startWorker,
    startDriver: () => void (fleet.driver = spawnDriver()),
    async [Symbol.asyncDispose]() {
      await Promise.all([...fleet.workers, fleet.driver].map((each) => each.kill()));
      await simulator.close();
    },
  };
  await Promise.all(Array.from({ length: WORKERS }, startWorker));
  return fleet;
}
