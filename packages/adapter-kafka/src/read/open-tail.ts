import type { IncomingMessage, KafkaAdmin, KafkaClient } from '../client/kafka-client.ts';
import { runConsumer, type RunningConsumer } from '../client/run-consumer.ts';

export interface TailOptions {
  readonly client: KafkaClient;
  readonly admin: KafkaAdmin;
  readonly topic: string;
  /** Of this reader alone. */
  readonly groupId: string;
  onRecord(record: IncomingMessage, partition: number): void;
}

export interface Tail extends RunningConsumer {
  /** Resolves when all is read that is there now, or after a second: it may be away. */
  caughtUp(): Promise<void>;
}

const PATIENCE_MS = 1_000;
const LOOK_AGAIN_MS = 5;

/** Reads all that comes to a topic from now on, beside everybody else who does. Resolves when nothing is missed any more. */
export async function openTail({ client, admin, topic, groupId, onRecord }: TailOptions): Promise<Tail> {
  const ends = await admin.fetchTopicOffsets(topic);
  /** What comes next, by partition: kept here, as nothing is committed. */
  const next = new Map(ends.map(({ partition, high }) => [partition, Number(high)]));
  async function caughtUp(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    const now = await admin.fetchTopicOffsets(topic);
    const isBehind = () => now.some(({ partition, high }) => (next.get(partition) ?? 0) < Number(high));
    while (isBehind() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }

  const running = await runConsumer({
    client,
    topics: [topic],
    options: { groupId },
    onJoin(consumer) {
      for (const [partition, offset] of next) consumer.seek({ topic, partition, offset: String(offset) });
    },
    async eachBatch({ batch }) {
      const { partition, messages } = batch;
      const from = next.get(partition) ?? 0;
      for (const record of messages) if (Number(record.offset) >= from) onRecord(record, partition);
      next.set(partition, Math.max(from, Number(batch.lastOffset()) + 1));
    },
  });
  return { ...running, caughtUp };
}
