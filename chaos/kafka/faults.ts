import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProcess } from '@manyhands/test-database';
import type { Fleet } from './fleet.ts';

/** What goes wrong in the middle of a run. Resolves when it is over; the run is not. */
export interface KafkaFault {
  readonly name: string;
  readonly nodes: 1 | 3;
  strike(fleet: Fleet): Promise<void>;
}

/** Longer than the session of a worker. */
const FROZEN_MS = 6_000;
const AWAY_MS = 3_000;

export const KAFKA_FAULTS = {
  worker: {
    name: 'a worker is killed in the middle of its calls',
    nodes: 1,
    async strike({ workers, startWorker }) {
      await anyOf(workers).kill();
      await startWorker();
    },
  },
  driver: {
    name: 'the orchestrator is killed',
    nodes: 1,
    async strike(fleet) {
      await fleet.driver.kill();
      fleet.startDriver();
    },
  },
  frozen: {
    name: 'a worker stands still for longer than its session',
    nodes: 1,
    strike: ({ workers }) => anyOf(workers).freeze(FROZEN_MS),
  },
  storm: {
    name: 'workers join and leave, one after the other',
    nodes: 1,
    async strike({ workers, startWorker }) {
      for (let turn = 0; turn < 3; turn += 1) {
        const leaving = workers.shift()!;
        await Promise.all([leaving.end(), startWorker()]);
      }
    },
  },
  restart: {
    name: 'the broker is killed and started again',
    nodes: 1,
    async strike({ kafka }) {
      await kafka.nodes[0]!.kill();
      await sleep(AWAY_MS);
      await kafka.nodes[0]!.start();
    },
  },
  oneOfThree: {
    name: 'one of three brokers is killed, and comes back',
    nodes: 3,
    async strike({ kafka }) {
      const node = anyOf(kafka.nodes);
      await node.kill();
      await sleep(AWAY_MS);
      await node.start();
    },
  },
} as const satisfies Record<string, KafkaFault>;

function anyOf<Item extends TestProcess | Fleet['kafka']['nodes'][number]>(items: readonly Item[]): Item {
  return items[Math.floor(Math.random() * items.length)]!;
}
