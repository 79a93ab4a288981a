import type { KafkaAdmin, KafkaClient } from '../client/kafka-client.ts';
import { HEADER, readHeader } from '../envelope/headers.ts';
import { scanRanges, type Range } from '../read/scan-ranges.ts';
import type { TopicNames } from '../topics/topic-names.ts';
import { toKey } from './member-state.ts';
import { isDone, NOTHING_DONE } from './progress.ts';
import { readCommitted } from './read-assembly.ts';

export interface HeldTasksOptions {
  readonly names: TopicNames;
  readonly client: KafkaClient;
  readonly admin: KafkaAdmin;
}

/** Ids of the messages of a run that wait in some queue or are with a worker. */
export async function readHeld(
  runId: string,
  { names, client, admin }: HeldTasksOptions,
): Promise<ReadonlySet<string>> {
  const topics = (await admin.listTopics()).filter((topic) => names.isTasks(topic) || names.isRetry(topic));
  if (topics.length === 0) return new Set();
  const committed = await readCommitted({ admin, groupId: names.workers, topics });
  const ranges = await Promise.all(topics.map(toRanges));

  async function toRanges(topic: string): Promise<readonly Range[]> {
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.map(({ partition, low, high }) => {
      const next = committed.get(toKey(topic, partition))?.next ?? 0;
      return { topic, partition, from: Math.max(Number(low), next), to: Number(high) };
    });
  }

  const held = new Set<string>();
  await scanRanges({
    client,
    groupId: `${names.workers}.held.${crypto.randomUUID()}`,
    ranges: ranges.flat(),
    onRecord(record, { topic, partition }) {
      if (readHeader(record, HEADER.run) !== runId) return;
      const done = committed.get(toKey(topic, partition)) ?? NOTHING_DONE;
      const id = readHeader(record, HEADER.id);
      if (id !== undefined && !isDone(done, Number(record.offset))) held.add(id);
    },
  });
  return held;
}
