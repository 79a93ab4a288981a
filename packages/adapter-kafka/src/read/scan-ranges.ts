import type { IncomingMessage, KafkaClient } from '../client/kafka-client.ts';
import { runConsumer } from '../client/run-consumer.ts';

/** A part of what a partition holds: from an offset up to, and without, another. */
export interface Range {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export interface ScanOptions {
  readonly client: KafkaClient;
  /** Of this reader alone. */
  readonly groupId: string;
  readonly ranges: readonly Range[];
  onRecord(record: IncomingMessage, range: Range): void;
}

/** Reads the ranges to their ends, each in order. */
export async function scanRanges({ client, groupId, ranges, onRecord }: ScanOptions): Promise<void> {
  const open = new Map<string, { readonly range: Range; next: number }>();
  for (const range of ranges) if (range.from < range.to) open.set(keyOf(range), { range, next: range.from });
  if (open.size === 0) return;
  const done = Promise.withResolvers<void>();
  const topics = new Set(ranges.map(({ topic }) => topic));
  const running = await runConsumer({
    client,
    topics: [...topics],
    options: { groupId },
    onJoin(consumer) {
      for (const { range, next } of open.values()) consumer.seek({ ...range, offset: String(next) });
    },
    async eachBatch({ batch }, consumer) {
      const found = open.get(keyOf(batch));
      const next = Number(batch.lastOffset()) + 1;
      for (const record of batch.messages) {
        const offset = Number(record.offset);
        if (found !== undefined && offset >= found.next && offset < found.range.to) onRecord(record, found.range);
      }
      if (found !== undefined) found.next = Math.max(found.next, next);
      if (found !== undefined && next < found.range.to) return;
      consumer.pause([{ topic: batch.topic, partitions: [batch.partition] }]);
      open.delete(keyOf(batch));
      if (open.size === 0) done.resolve();
    },
  });
  await done.promise;
  await running.stop();
}

function keyOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}
