import type { KafkaAdmin } from '../client/kafka-client.ts';
import { NOTHING_DONE, type Progress } from '../tasks/progress.ts';
import { readCommitted } from '../tasks/read-assembly.ts';
import { toKey } from '../tasks/member-state.ts';
import type { TopicNames } from '../topics/topic-names.ts';

/** What the brokers know of the queues at a moment. */
export interface Backlog {
  readonly lag: number;
  readonly tasks: number;
  readonly putOff: number;
  readonly partitions: number;
  /** Tasks that have ended since the topics were made. */
  readonly done: number;
}

export interface ReadBacklogOptions {
  readonly admin: KafkaAdmin;
  readonly names: TopicNames;
}

const EMPTY: Backlog = { lag: 0, tasks: 0, putOff: 0, partitions: 0, done: 0 };

export async function readBacklog({ admin, names }: ReadBacklogOptions): Promise<Backlog> {
  const topics = (await admin.listTopics()).filter((topic) => names.isTasks(topic) || names.isRetry(topic));
  if (topics.length === 0) return EMPTY;
  const committed = await readCommitted({ admin, groupId: names.workers, topics });
  const parts = await Promise.all(
    topics.map(async (topic) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const all = ends
        .map(({ partition, low, high }) =>
          toBacklog(committed.get(toKey(topic, partition)) ?? NOTHING_DONE, Number(low), Number(high)),
        )
        .reduce(add, EMPTY);
      return names.isTasks(topic) ? all : toPutOff(all);
    }),
  );
  return parts.reduce(add, EMPTY);
}

/** What waits for a time is nothing to do now. */
function toPutOff({ tasks }: Backlog): Backlog {
  return { ...EMPTY, putOff: tasks };
}

/** Of one partition. */
function toBacklog({ next, end, open }: Progress, low: number, high: number): Backlog {
  const lag = Math.max(0, high - Math.max(low, next));
  const doneLater = end - next - open.length;
  const tasks = Math.max(0, lag - doneLater);
  return { lag, tasks, putOff: 0, partitions: Math.min(1, tasks), done: next + doneLater };
}

function add(one: Backlog, other: Backlog): Backlog {
  return {
    lag: one.lag + other.lag,
    tasks: one.tasks + other.tasks,
    putOff: one.putOff + other.putOff,
    partitions: one.partitions + other.partitions,
    done: one.done + other.done,
  };
}
