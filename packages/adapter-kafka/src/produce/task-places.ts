import type { Clock, TaskMessage } from '@manyhands/core';
import { toTaskRecord, type Place } from '../envelope/records.ts';
import { tierFor } from '../tasks/retry-tiers.ts';
import type { TopicNames } from '../topics/topic-names.ts';
import type { Sender } from './sender.ts';

/** Puts tasks where workers find them. */
export interface TaskPlaces {
  publish(message: TaskMessage): Promise<void>;
  /** Not delivered before `delayMs` have passed. */
  putOff(message: TaskMessage, delayMs: number): Promise<void>;
}

export interface TaskPlacesOptions {
  readonly names: TopicNames;
  readonly sender: Sender;
  readonly clock: Clock;
  /** Makes the topic when it is not there. Resolves with the number of its partitions. */
  openTasks(topic: string): Promise<number>;
  openRetry(topic: string): Promise<number>;
}

export function createTaskPlaces({ names, sender, clock, openTasks, openRetry }: TaskPlacesOptions): TaskPlaces {
  const turns = new Map<string, number>();

  /** Partitions in turn, from anywhere on. */
  function nextPlace(topic: string, partitions: number): Place {
    const turn = turns.get(topic) ?? Math.floor(Math.random() * partitions);
    turns.set(topic, turn + 1);
    return { topic, partition: turn % partitions };
  }

  async function place(message: TaskMessage, delayMs: number): Promise<Place> {
    const tierMs = tierFor(delayMs);
    const topic = tierMs === undefined ? names.tasks(message.route) : names.retry(tierMs);
    const open = tierMs === undefined ? openTasks : openRetry;
    return nextPlace(topic, await open(topic));
  }

  return {
    async publish(message) {
      await sender.send(toTaskRecord(message, await place(message, 0)));
    },
    async putOff(message, delayMs) {
      const dueAt = delayMs > 0 ? clock.now() + delayMs : undefined;
      await sender.send(toTaskRecord(message, await place(message, delayMs), dueAt));
    },
  };
}
