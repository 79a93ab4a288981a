import { createHeap } from '../heap.ts';
import type { PooledTarget } from '../places/targets.ts';
import { createArrivals } from './arrivals.ts';
import { createRunQueue, isQueueBefore, type RunQueue } from './run-queue.ts';
import type { RunShare } from './run-shares.ts';
import type { Waiter } from './waiter.ts';

/** Those who can be served by the same accounts. */
export interface Line {
  readonly key: string;
  /** Where they can go, in order of preference. */
  readonly reach: readonly PooledTarget[];
  readonly isEmpty: boolean;
  /** Who came, counted: while it stays the same there is nobody new. */
  readonly came: number;
  /** The queue whose turn it is. */
  readonly first: RunQueue | undefined;
  readonly oldest: Waiter | undefined;
  waiters(): readonly Waiter[];
  add(waiter: Waiter, run: RunShare): void;
  remove(waiter: Waiter): void;
  /** The run has had more than before. */
  onServed(run: RunShare): void;
  /** Of those whose turn it is in a size class: where the smallest finds no room, nobody does. */
  smallest(): Waiter | undefined;
  /** Queues to be asked for smaller calls when that of the waiter finds no room, its own first. */
  queuesFrom(waiter: Waiter): readonly RunQueue[];
}

/** So many empty queues are kept for the calls to come. */
const KEPT = 16;
/** So many runs are asked for smaller calls when the call whose turn it is finds no room. */
const RUNS_ASKED = 16;

export function createLine(key: string, reach: readonly PooledTarget[]): Line {
  const queues = createHeap<RunQueue>(isQueueBefore);
  const byRun = new Map<RunShare, RunQueue>();
  const arrivals = createArrivals();
  let came = 0;

  function queueOf(run: RunShare): RunQueue {
    const queue = byRun.get(run) ?? createRunQueue(run);
    byRun.set(run, queue);
    return queue;
  }

  function place(queue: RunQueue): void {
    if (queue.heapIndex >= 0) queues.update(queue);
    else queues.push(queue);
  }

  const line: Line = {
    key,
    reach,
    get isEmpty() {
      return queues.size === 0;
    },
    get came() {
      return came;
    },
    get first() {
      return queues.peek();
    },
    get oldest() {
      return arrivals.oldest;
    },
    waiters: arrivals.all,
    add(waiter, run) {
      const queue = queueOf(run);
      waiter.seat = { line, queue };
      arrivals.add(waiter);
      came += 1;
      queue.add(waiter);
      place(queue);
    },
    remove(waiter) {
      const { queue } = waiter.seat!;
      waiter.seat = undefined;
      arrivals.remove(waiter);
      // Out of order for a moment, so it may not be compared until its place is found anew.
      queue.remove(waiter);
      if (queue.best !== undefined) return place(queue);
      queues.remove(queue);
      if (byRun.size > KEPT) byRun.delete(queue.run);
    },
    onServed(run) {
      const queue = byRun.get(run);
      if (queue?.best !== undefined) place(queue);
    },
    smallest() {
      let found: Waiter | undefined;
      for (let index = 0; index < Math.min(queues.size, RUNS_ASKED); index += 1) {
        const smallest = queues.items[index]!.smallest!;
        if (found === undefined || smallest.sizeClass < found.sizeClass) found = smallest;
      }
      return found;
    },
    queuesFrom({ seat }) {
      const others = queues.items.slice(0, RUNS_ASKED).filter((queue) => queue !== seat?.queue);
      return seat === undefined ? others : [seat.queue, ...others];
    },
  };
  return line;
}
