import type { Clock, Delivery } from '@manyhands/core';
import type { IncomingMessage } from '../client/kafka-client.ts';
import { createHandedTasks } from './handed-tasks.ts';
import type { MemberState, PartitionKey } from './member-state.ts';
import { createPartitionFeed, type Entry, type PartitionFeed } from './partition-feed.ts';
import type { Progress } from './progress.ts';
import { createSettledNotes } from './settled-notes.ts';

/** Who calls what: workers by offset, by partition. */
export type Claims = ReadonlyMap<PartitionKey, Map<number, string>>;

export interface TaskDeskOptions {
  readonly maxInFlight: number;
  readonly clock: Clock;
  /** What a record is: a task, poison, or something that only waits here. */
  read(key: PartitionKey, record: IncomingMessage): Pick<Entry, 'message' | 'poison' | 'dueAt'>;
  onTask(delivery: Delivery): void;
  /** Its time here is over. */
  passOn(entry: Entry): Promise<void>;
  putOff(entry: Entry, delayMs: number): Promise<void>;
  bury(entry: Entry, reason: string): Promise<void>;
  /** Tells the worker that has the partition now: the task is done, or is to be delivered again. */
  announce(key: PartitionKey, offset: number, isDone: boolean): void;
  onProgress(key: PartitionKey): void;
  setPaused(key: PartitionKey, isPaused: boolean): void;
  /** Whether the group still counts on this worker. */
  isMember(): boolean;
}

/** Takes what comes of the partitions that are read here, hands it to the worker as it has room, and knows what is done. */
export interface TaskDesk {
  take(key: PartitionKey, records: readonly IncomingMessage[]): void;
  /** No call starts and nothing is handed over until `assign`. */
  freeze(): void;
  assign(partitions: ReadonlyMap<PartitionKey, Progress>, claims: Claims): void;
  /** Looks again at what waits. */
  wake(): void;
  /** Another worker has ended with a task of a partition that it had. */
  settle(key: PartitionKey, offset: number, isDone: boolean): void;
  progress(key: PartitionKey): Progress | undefined;
  /** What comes next of a partition that is read here; 0 when nobody knows. */
  nextOffset(key: PartitionKey): number;
  state(): Pick<MemberState, 'owned' | 'claims'>;
  /** Hands nothing over any more; resolves when what was handed over is settled. `givesBack`: what has not begun is revoked. */
  drain(givesBack: boolean): Promise<void>;
}

/** Waiting tasks of a partition from which on nothing more of it is fetched, and below which it is again. */
const PAUSE_AT = 200;
const RESUME_AT = 50;
const AGAIN_MS = 5_000;

export function createTaskDesk(options: TaskDeskOptions): TaskDesk {
  const { clock } = options;
  const feeds = new Map<PartitionKey, PartitionFeed>();
  /** Calls under way of partitions that others have now. */
  const away = new Map<PartitionKey, Map<number, Entry>>();
  const paused = new Set<PartitionKey>();
  const notes = createSettledNotes();
  /** Ended since the others were told that they are under way. */
  const endedMeanwhile: Entry[] = [];
  const drained = Promise.withResolvers<void>();
  let claims: Claims = new Map();
  let isFrozen = true;
  let isDraining = false;
  let clearTimer = () => {};
  const handed = createHandedTasks({
    ...options,
    now: clock.now,
    mayBegin: () => !isFrozen && options.isMember(),
    onDone: finish,
    onReturned: putBack,
  });

  function take(key: PartitionKey, records: readonly IncomingMessage[]): void {
    const feed = feeds.get(key);
    if (feed === undefined) return;
    for (const record of records) {
      const offset = Number(record.offset);
      if (!feed.isNew(offset) || notes.has(key, offset)) feed.skip(offset);
      else feed.add(takeAway(key, offset) ?? toEntry(key, offset, record));
    }
    options.onProgress(key);
    wake();
  }

  /** The call of a partition that was lost and has come back. */
  function takeAway(key: PartitionKey, offset: number): Entry | undefined {
    const entry = away.get(key)?.get(offset);
    away.get(key)?.delete(offset);
    return entry;
  }

  function toEntry(key: PartitionKey, offset: number, record: IncomingMessage): Entry {
    const holder = claims.get(key)?.get(offset);
    const read = options.read(key, record);
    if (holder === undefined) return { key, offset, record, ...read, state: 'waiting' };
    return { key, offset, record, ...read, state: 'elsewhere', holder };
  }

  function wake(): void {
    clearTimer();
    if (isFrozen || isDraining) return;
    const now = clock.now();
    // One of each in turn, so that a full partition does not keep others waiting.
    let isBusy = true;
    while (isBusy) {
      isBusy = false;
      for (const feed of feeds.values()) isBusy = handNext(feed, now) || isBusy;
    }
    for (const feed of feeds.values()) setPaused(feed);
    setTimer(now);
  }

  function handNext(feed: PartitionFeed, now: number): boolean {
    const isFull = handed.size >= options.maxInFlight || !options.isMember();
    const entry = isFull ? undefined : feed.takeDue(now);
    if (entry === undefined) return false;
    if (entry.poison !== undefined) void settleHere(entry, options.bury(entry, entry.poison));
    else if (entry.message === undefined) void settleHere(entry, options.passOn(entry));
    else options.onTask(handed.hand(entry));
    return true;
  }

  async function settleHere(entry: Entry, stored: Promise<void>): Promise<void> {
    entry.state = 'begun';
    await stored.then(
      () => finish(entry),
      () => putBack(entry, clock.now() + AGAIN_MS),
    );
  }

  function setPaused(feed: PartitionFeed): void {
    const isPaused = paused.has(feed.key);
    if (isPaused ? feed.size > RESUME_AT : feed.size < PAUSE_AT) return;
    if (isPaused) paused.delete(feed.key);
    else paused.add(feed.key);
    options.setPaused(feed.key, !isPaused);
  }

  function setTimer(now: number): void {
    const dueAt = [...feeds.values()].reduce((due, feed) => Math.min(due, feed.nextDueAt()), Number.POSITIVE_INFINITY);
    if (dueAt === Number.POSITIVE_INFINITY || dueAt <= now) return;
    clearTimer = clock.setTimer(wake, dueAt - now, { background: true });
  }

  function putBack(entry: Entry, dueAt: number): void {
    entry.dueAt = dueAt;
    const { key, offset } = entry;
    if (away.get(key)?.delete(offset) === true) options.announce(key, offset, false);
    else feeds.get(key)?.put(entry);
    endOfTask();
  }

  function finish(entry: Entry): void {
    const { key, offset } = entry;
    if (away.get(key)?.delete(offset) === true) options.announce(key, offset, true);
    else {
      feeds.get(key)?.finish(offset);
      options.onProgress(key);
      if (isFrozen) endedMeanwhile.push(entry);
    }
    endOfTask();
  }

  function endOfTask(): void {
    if (isDraining && handed.size === 0) drained.resolve();
    wake();
  }

  function lose(feed: PartitionFeed): void {
    feeds.delete(feed.key);
    paused.delete(feed.key);
    const calls = away.get(feed.key) ?? new Map<number, Entry>();
    for (const entry of feed.entries) {
      if (entry.state === 'handed') handed.revoke(entry);
      if (entry.state === 'begun') calls.set(entry.offset, entry);
    }
    away.set(feed.key, calls);
  }

  /** Whoever called is gone, or knows nothing of it any more: better twice than not at all. */
  function reconcile(feed: PartitionFeed): void {
    for (const entry of feed.entries) {
      if (entry.state === 'elsewhere' && claims.get(feed.key)?.get(entry.offset) !== entry.holder) feed.put(entry);
    }
  }

  function giveBack(feed: PartitionFeed): void {
    for (const entry of feed.entries) {
      if (entry.state !== 'handed') continue;
      handed.revoke(entry);
      feed.put(entry);
    }
  }

  /** It will be ended here, whoever gets the partition. */
  function keepHanded(): void {
    for (const feed of feeds.values()) {
      for (const entry of feed.entries) if (entry.state === 'handed') entry.state = 'begun';
    }
  }

  function ownClaims(): MemberState['claims'] {
    const own: Record<PartitionKey, number[]> = {};
    const claim = ({ key, offset }: Entry) => (own[key] ??= []).push(offset);
    for (const entries of away.values()) for (const entry of entries.values()) claim(entry);
    for (const feed of feeds.values()) for (const entry of feed.entries) if (entry.state === 'begun') claim(entry);
    return own;
  }

  return {
    take,
    wake,
    freeze: () => void (isFrozen = true),
    assign(partitions, claimed) {
      claims = claimed;
      for (const feed of feeds.values()) if (!partitions.has(feed.key)) lose(feed);
      for (const [key, known] of partitions) if (!feeds.has(key)) feeds.set(key, createPartitionFeed(key, known));
      for (const feed of feeds.values()) reconcile(feed);
      for (const { key, offset } of endedMeanwhile.splice(0)) if (!feeds.has(key)) options.announce(key, offset, true);
      // A new assignment begins with all of it being fetched.
      paused.clear();
      isFrozen = false;
      if (isDraining) keepHanded();
      endOfTask();
    },
    settle(key, offset, isTaskDone) {
      claims.get(key)?.delete(offset);
      if (isTaskDone) notes.add(key, offset);
      const feed = feeds.get(key);
      const entry = feed?.get(offset);
      if (feed === undefined || entry === undefined) return;
      if (entry.state === 'elsewhere' && !isTaskDone) feed.put(entry);
      else if (isTaskDone && (entry.state === 'elsewhere' || entry.state === 'waiting')) feed.finish(offset);
      options.onProgress(key);
      wake();
    },
    progress: (key) => feeds.get(key)?.progress(),
    nextOffset: (key) => feeds.get(key)?.nextOffset ?? 0,
    state() {
      const owned = [...feeds.values()].map((feed) => [feed.key, feed.progress()] as const);
      return { owned: Object.fromEntries(owned), claims: ownClaims() };
    },
    drain(givesBack) {
      isDraining = true;
      clearTimer();
      if (givesBack) for (const feed of feeds.values()) giveBack(feed);
      // The others have been told otherwise: what is not begun may go to them yet.
      if (!isFrozen) keepHanded();
      if (handed.size === 0) drained.resolve();
      return drained.promise;
    },
  };
}
