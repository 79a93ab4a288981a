import type { TaskMessage } from '@manyhands/core';
import type { IncomingMessage } from '../client/kafka-client.ts';
import type { PartitionKey } from './member-state.ts';
import { isDone, type Progress } from './progress.ts';

/**
 * A task of a partition that is not done. `waiting`: for room, or for its time. `handed`: to the worker, which may still lose
 * it. `begun`: its call is under way here. `elsewhere`: a worker that had the partition before still calls.
 */
export interface Entry {
  readonly key: PartitionKey;
  readonly offset: number;
  readonly record: IncomingMessage;
  /** What is in it, or why it could not be read; neither of a record that only waits to be passed on. */
  readonly message?: TaskMessage;
  readonly poison?: string;
  /** Epoch ms. */
  dueAt: number;
  state: 'waiting' | 'handed' | 'begun' | 'elsewhere';
  /** The worker that calls, when it is `elsewhere`. */
  readonly holder?: string;
}

/** One partition that is read here: what came and is not done, in the order in which it came. */
export interface PartitionFeed {
  readonly key: PartitionKey;
  readonly entries: Iterable<Entry>;
  /** Waiting ones. */
  readonly size: number;
  /** What comes next. */
  readonly nextOffset: number;
  progress(): Progress;
  /** Whether it is new: not seen before, and not done before the partition came here. */
  isNew(offset: number): boolean;
  /** It was seen and is nothing to do. */
  skip(offset: number): void;
  add(entry: Entry): void;
  /** It waits (again). */
  put(entry: Entry): void;
  /** The next that is due, if any. */
  takeDue(now: number): Entry | undefined;
  /** When the next of those that wait for their time is due; infinite when none does. */
  nextDueAt(): number;
  finish(offset: number): void;
  get(offset: number): Entry | undefined;
}

export function createPartitionFeed(key: PartitionKey, known: Progress): PartitionFeed {
  const open = new Map<number, Entry>();
  let waiting: Entry[] = [];
  /** Those that may wait for their time: few. */
  const delayed = new Set<Entry>();
  let head = 0;
  let end = known.next;

  function progress(): Progress {
    const later = known.open.filter((offset) => offset >= end);
    const all = [...open.keys(), ...later];
    const last = Math.max(end, known.end);
    return { next: all[0] ?? last, end: last, open: all };
  }

  function compact(): void {
    if (head < 256 || head * 2 < waiting.length) return;
    waiting = waiting.slice(head);
    head = 0;
  }

  function wait(entry: Entry): void {
    waiting.push(entry);
    if (entry.dueAt > 0) delayed.add(entry);
  }

  /** Few wait for their time; those that are due go in the order in which they came. */
  function indexOfDue(now: number): number {
    for (let index = head; index < waiting.length; index += 1) if (waiting[index]!.dueAt <= now) return index;
    return -1;
  }

  return {
    key,
    entries: { [Symbol.iterator]: () => open.values() },
    get size() {
      return waiting.length - head;
    },
    get nextOffset() {
      return end;
    },
    progress,
    isNew: (offset) => offset >= end && !isDone(known, offset),
    skip: (offset) => void (end = Math.max(end, offset + 1)),
    add(entry) {
      open.set(entry.offset, entry);
      end = Math.max(end, entry.offset + 1);
      if (entry.state === 'waiting') wait(entry);
    },
    put(entry) {
      entry.state = 'waiting';
      wait(entry);
    },
    takeDue(now) {
      const index = indexOfDue(now);
      if (index === -1) return undefined;
      const [entry] = index === head ? [waiting[head]!] : waiting.splice(index, 1);
      if (index === head) head += 1;
      compact();
      delayed.delete(entry!);
      return entry;
    },
    nextDueAt() {
      let due = Number.POSITIVE_INFINITY;
      for (const { dueAt } of delayed) due = Math.min(due, dueAt);
      return due;
    },
    finish(offset) {
      const entry = open.get(offset);
      open.delete(offset);
      if (entry !== undefined) delayed.delete(entry);
      if (entry?.state === 'waiting') waiting = waiting.slice(head).filter((other) => other !== entry);
      if (entry?.state === 'waiting') head = 0;
    },
    get: (offset) => open.get(offset),
  };
}
