import { describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '../client/kafka-client.ts';
import { encodeProgress, type Progress } from '../tasks/progress.ts';
import { createTopicNames } from '../topics/topic-names.ts';
import { readBacklog } from './read-backlog.ts';

interface Partition {
  readonly low?: number;
  readonly high: number;
  /** Missing: nobody has committed anything. */
  readonly committed?: Progress;
}

/** Brokers with these partitions, and no more to say. */
function adminOf(topics: Readonly<Record<string, readonly Partition[]>>): KafkaAdmin {
  return {
    listTopics: async () => Object.keys(topics),
    fetchTopicOffsets: async (topic: string) =>
      topics[topic]!.map(({ low = 0, high }, partition) => ({
        partition,
        offset: String(high),
        low: String(low),
        high: String(high),
      })),
    fetchOffsets: async ({ topics: asked }: { readonly topics: string[] }) =>
      asked.map((topic) => ({
        topic,
        partitions: topics[topic]!.map(({ committed }, partition) => ({
          partition,
          offset: String(committed?.next ?? -1),
          metadata: committed ? encodeProgress(committed) : '',
        })),
      })),
  } as unknown as KafkaAdmin;
}

const names = createTopicNames('book');
const read = (topics: Readonly<Record<string, readonly Partition[]>>) => readBacklog({ admin: adminOf(topics), names });
const upTo = (next: number): Progress => ({ next, end: next, open: [] });

describe('what there is to do', () => {
  it('is nothing before there are topics, and of other prefixes it is none', async () => {
    expect(await read({ 'other.tasks.any': [{ high: 9 }] })).toEqual({
      lag: 0,
      tasks: 0,
      putOff: 0,
      partitions: 0,
      done: 0,
    });
  });

  it('is all that is kept while nobody has taken anything', async () => {
    const backlog = await read({ 'book.tasks.any': [{ low: 4, high: 10 }, { high: 0 }] });
    expect(backlog).toMatchObject({ lag: 6, tasks: 6, partitions: 1, done: 0 });
  });

  it('is without tasks that have ended before earlier ones, which the lag has', async () => {
    const committed = { next: 10, end: 20, open: [10, 15] };
    const backlog = await read({ 'book.tasks.any': [{ high: 25, committed }], 'book.tasks.planner': [{ high: 1 }] });
    expect(backlog).toMatchObject({ lag: 16, tasks: 8, partitions: 2, done: 18 });
  });

  it('is not what waits for a time', async () => {
    const backlog = await read({
      'book.tasks.any': [{ high: 7, committed: upTo(7) }],
      'book.retry.60s': [{ high: 5, committed: upTo(2) }],
    });
    expect(backlog).toEqual({ lag: 0, tasks: 0, putOff: 3, partitions: 0, done: 7 });
  });

  it('is never less than nothing, where the brokers have dropped what was not taken', async () => {
    const backlog = await read({
      'book.tasks.any': [{ low: 30, high: 30, committed: { next: 3, end: 8, open: [3] } }],
    });
    expect(backlog).toMatchObject({ lag: 0, tasks: 0, partitions: 0 });
  });
});
