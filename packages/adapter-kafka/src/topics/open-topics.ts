import { ConfigError, ManyhandsError } from '@manyhands/core';
import type { KafkaAdmin, TopicConfig } from '../client/kafka-client.ts';

/** Topics that are there, with the number of their partitions. */
export interface OpenTopics {
  /**
   * Makes what is missing, once. Resolves with the partitions of each.
   *
   * @throws ConfigError when a topic is missing and may not be made
   */
  open(topics: readonly TopicConfig[]): Promise<ReadonlyMap<string, number>>;
  /** Of a topic that was opened. */
  partitionsOf(topic: string): number;
}

export interface OpenTopicsOptions {
  admin(): Promise<KafkaAdmin>;
  readonly create: boolean;
}

const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 50;

export function createOpenTopics({ admin, create }: OpenTopicsOptions): OpenTopics {
  const known = new Map<string, number>();
  let opening: Promise<void> = Promise.resolve();

  async function open(topics: readonly TopicConfig[]): Promise<ReadonlyMap<string, number>> {
    const isKnown = () => topics.every(({ topic }) => known.has(topic));
    if (!isKnown()) {
      // One after the other, so that nobody makes twice what is missing.
      const opened = opening.then(() => (isKnown() ? undefined : make(topics)));
      opening = opened.catch(() => {});
      await opened;
    }
    return new Map(topics.map(({ topic }) => [topic, known.get(topic)!]));
  }

  async function make(topics: readonly TopicConfig[]): Promise<void> {
    const client = await admin();
    const there = new Set(await client.listTopics());
    const missing = topics.filter(({ topic }) => !there.has(topic));
    if (missing.length > 0 && !create) throw missingError(missing);
    // Another process may have made them since: that is no error here.
    if (missing.length > 0) await client.createTopics({ waitForLeaders: false, topics: missing });
    await untilLed(
      client,
      topics.map(({ topic }) => topic),
    );
  }

  /** A topic that was just made is known to some brokers only, and has no leaders yet. */
  async function untilLed(client: KafkaAdmin, names: string[]): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (true) {
      const described = await client.fetchTopicMetadata({ topics: names }).catch(() => ({ topics: [] }));
      const led = described.topics.filter(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
      const answers = await Promise.allSettled(led.map(({ name }) => client.fetchTopicOffsets(name)));
      // A leader may not know yet that it leads.
      const ready = led.filter((_, index) => answers[index]!.status === 'fulfilled');
      for (const { name, partitions } of ready) known.set(name, partitions.length);
      if (names.every((name) => known.has(name))) return;
      if (performance.now() > until) throw notReadyError(names.filter((name) => !known.has(name)));
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  return { open, partitionsOf: (topic) => known.get(topic)! };
}

function missingError(missing: readonly TopicConfig[]): ConfigError {
  const wanted = missing.map(({ topic, numPartitions }) => `${topic} (${numPartitions} partitions)`).join(', ');
  const message = `These topics are missing: ${wanted}. Make them, or leave \`create\` out to have them made.`;
  return new ConfigError(message, { code: 'MANYHANDS_KAFKA_TOPICS', path: 'kafka.topics.create' });
}

function notReadyError(names: readonly string[]): ManyhandsError {
  const message = `The brokers have not made ${names.join(', ')} ready within ${PATIENCE_MS / 1_000} s. Are they all up?`;
  return new ManyhandsError(message, { code: 'MANYHANDS_KAFKA_TOPICS', isRetryable: true });
}
