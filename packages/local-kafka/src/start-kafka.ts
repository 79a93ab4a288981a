import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchKafka } from './fetch-kafka.ts';
import { freePorts } from './free-port.ts';
import { createKafkaNode, type KafkaNode } from './kafka-node.ts';

/** A Kafka of this process, with empty logs. */
export interface LocalKafka extends AsyncDisposable {
  readonly brokers: readonly string[];
  readonly nodes: readonly KafkaNode[];
  /** Ends it and deletes its logs. */
  stop(): Promise<void>;
}

export interface LocalKafkaOptions {
  /** 1 or 3. Three keep every record on three nodes and take it when two have it. Default 1. */
  readonly nodes?: 1 | 3;
  /** What the brokers tell clients to connect to, by the port they listen on: for a proxy in between. */
  readonly advertise?: (port: number) => string;
}

const CLUSTER_ID = 'bWFueWhhbmRzLWxvY2FsLQ';

/**
 * Starts Kafka on free ports of 127.0.0.1. It ends with this process in any case.
 *
 * @throws when Java or Maven is missing, or when it does not start
 * @example
 * await using kafka = await startKafka();
 * const transport = kafkaTransport({ brokers: kafka.brokers, prefix: 'demo' });
 */
export async function startKafka({ nodes: count = 1, advertise }: LocalKafkaOptions = {}): Promise<LocalKafka> {
  const jars = await fetchKafka();
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-kafka-'));
  const ports = await freePorts(count * 2);
  const controllers = ports.slice(count);
  const voters = controllers.map((port, index) => `${index + 1}@127.0.0.1:${port}`).join(',');
  const nodes = controllers.map((controller, index) => {
    const port = ports[index]!;
    const logs = join(folder, String(index + 1));
    const address = advertise?.(port) ?? `127.0.0.1:${port}`;
    return createKafkaNode({
      jars,
      folder: mkdtempSync(`${logs}-`),
      clusterId: CLUSTER_ID,
      port,
      properties: {
        ...PROPERTIES,
        ...replication(count),
        ...addresses({ id: index + 1, port, controller, address }),
        'controller.quorum.voters': voters,
        'log.dirs': logs,
      },
    });
  });

  async function stop(): Promise<void> {
    // Together: a lone controller would wait for the others.
    await Promise.all(nodes.map((node) => node.kill()));
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers: nodes.map(({ broker }) => broker), nodes, stop, [Symbol.asyncDispose]: stop };
}

const PROPERTIES = {
  'process.roles': 'broker,controller',
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  'inter.broker.listener.name': 'PLAINTEXT',
  'auto.create.topics.enable': 'false',
  'offsets.topic.num.partitions': 1,
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1_000,
  'log.cleaner.dedupe.buffer.size': 2_097_152,
  'log.cleaner.backoff.ms': 1_000,
  'broker.session.timeout.ms': 3_000,
};

function replication(nodes: number): Record<string, number> {
  const inSync = Math.min(2, nodes);
  return {
    'offsets.topic.replication.factor': nodes,
    'transaction.state.log.replication.factor': nodes,
    'transaction.state.log.min.isr': inSync,
    'min.insync.replicas': inSync,
  };
}

interface Addresses {
  readonly id: number;
  readonly port: number;
  readonly controller: number;
  readonly address: string;
}

function addresses({ id, port, controller, address }: Addresses): Record<string, string | number> {
  return {
    'node.id': id,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://${address}`,
  };
}
