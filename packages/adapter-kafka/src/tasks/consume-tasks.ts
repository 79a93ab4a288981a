import type { Clock, ConsumeOptions, Subscription } from '@manyhands/core';
import type { IncomingMessage, KafkaAdmin, KafkaClient } from '../client/kafka-client.ts';
import type { DeadLetters } from '../dead/dead-letters.ts';
import { kindOf, readControl, readTask, toNoteRecord } from '../envelope/records.ts';
import { openTail } from '../read/open-tail.ts';
import type { Sender } from '../produce/sender.ts';
import type { TaskPlaces } from '../produce/task-places.ts';
import type { TopicNames } from '../topics/topic-names.ts';
import { createGroupOwnership, type GroupReleased } from './group-ownership.ts';
import { fromKey, toKey, type PartitionKey } from './member-state.ts';
import type { Entry } from './partition-feed.ts';
import { dueAtOf, RETRY_TIERS } from './retry-tiers.ts';
import { createTaskDesk } from './task-desk.ts';
import { createWorkerGroup } from './worker-group.ts';

export interface ConsumeTasksOptions extends ConsumeOptions {
  readonly client: KafkaClient;
  readonly admin: KafkaAdmin;
  readonly clock: Clock;
  readonly sessionTimeoutMs: number;
  readonly names: TopicNames;
  /** Partitions of what is read. */
  readonly topics: ReadonlyMap<string, number>;
  readonly routeOf: ReadonlyMap<string, string>;
  readonly sender: Sender;
  readonly places: TaskPlaces;
  readonly deadLetters: DeadLetters;
}

/** Takes tasks as a member of the group of all workers, and hears what drivers and other workers say. */
export async function consumeTasks(options: ConsumeTasksOptions): Promise<Subscription> {
  const { client, admin, clock, names, sender, places, deadLetters } = options;
  const worker = crypto.randomUUID();
  const tierOf = new Map(RETRY_TIERS.map((tierMs) => [names.retry(tierMs), tierMs]));
  const control = { topic: names.control, partition: 0 };

  const desk = createTaskDesk({
    ...options,
    read,
    passOn,
    putOff: (entry, delayMs) => places.putOff(entry.message!, delayMs),
    bury: (entry, reason) => deadLetters.bury(entry.record, { ...fromKey(entry.key), reason }),
    announce: (key, offset, isDone) => tell('settled', key, { offset, isDone }),
    onProgress: (key) => group.onProgress(key),
    setPaused: (key, isPaused) => group.setPaused(key, isPaused),
    isMember: () => group.isMember(),
  });
  const ownership = createGroupOwnership({
    worker,
    clock,
    shares: options.shares,
    announce: (note) => tell('released', note.name, note),
  });
  const group = createWorkerGroup({
    ...options,
    worker,
    desk,
    ownership,
    caughtUp: () => tail.caughtUp(),
    routes: options.routeOf,
    groupId: names.workers,
  });

  function tell(kind: 'settled' | 'released', key: string, note: unknown): void {
    sender.send(toNoteRecord(kind, key, JSON.stringify(note), control)).catch(() => {});
  }

  function read(key: PartitionKey, record: IncomingMessage): Pick<Entry, 'message' | 'poison' | 'dueAt'> {
    const { topic } = fromKey(key);
    const dueAt = dueAtOf(record);
    const tierMs = tierOf.get(topic);
    if (tierMs !== undefined) return { dueAt: Math.min(dueAt, Number(record.timestamp) + tierMs) };
    const task = readTask(record);
    return 'value' in task ? { message: task.value, dueAt } : { poison: task.reason, dueAt: 0 };
  }

  async function passOn({ record, key }: Entry): Promise<void> {
    const task = readTask(record);
    if ('value' in task) await places.putOff(task.value, dueAtOf(record) - clock.now());
    else await deadLetters.bury(record, { ...fromKey(key), reason: task.reason });
  }

  const tail = await openTail({
    client,
    admin,
    topic: names.control,
    groupId: `${names.workers}.${worker}`,
    onRecord(record) {
      if (kindOf(record) === 'settled') return hearSettled(record);
      if (kindOf(record) === 'released') return ownership.hear(JSON.parse(String(record.value)) as GroupReleased);
      const message = readControl(record);
      // What a newer driver says is not guessed at.
      if ('value' in message) options.onControl(message.value);
    },
  });

  function hearSettled(record: IncomingMessage): void {
    const { offset, isDone } = JSON.parse(String(record.value)) as { offset: number; isDone: boolean };
    const { topic, partition } = fromKey(String(record.key));
    desk.settle(toKey(topic, partition), offset, isDone);
  }

  async function close(): Promise<void> {
    // Without its accounts it would wait for ever.
    const drained = desk.drain(options.shares !== undefined);
    await Promise.all([drained, group.standBack()]);
    await ownership.release();
    // Who has its partitions now is to know what it has ended before it hears that it is gone.
    await sender.drain();
    await group.leave();
    await tail.stop();
  }

  await group.start();
  let closed: Promise<void> | undefined;
  return { close: () => (closed ??= close()) };
}
