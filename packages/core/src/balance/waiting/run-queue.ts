import type { HeapItem } from '../heap.ts';
import type { RunShare } from './run-shares.ts';
import { UrgencyQueue } from './urgency-queue.ts';
import { isBefore, isTurnBefore, type Waiter } from './waiter.ts';

/** The calls of one run that can go to the same accounts, apart by their size. */
export interface RunQueue extends HeapItem {
  readonly run: RunShare;
  /** Whose turn it is of those who wait. */
  readonly best: Waiter | undefined;
  add(waiter: Waiter): void;
  remove(waiter: Waiter): void;
  /** Calls that go before the waiter in any case: of its size, and not less urgent. */
  ahead(of: Waiter): number;
  /** The best of the smallest size class. */
  readonly smallest: Waiter | undefined;
  /** The best of each size class that is smaller, the smallest first: they may find room where the waiter does not. */
  smaller(than: Waiter): readonly Waiter[];
}

interface SizeClass {
  readonly key: number;
  readonly queue: UrgencyQueue;
}

export function createRunQueue(run: RunShare): RunQueue {
  /** From the smallest to the largest. */
  const classes: SizeClass[] = [];
  let best: Waiter | undefined;

  function indexOf(key: number): number {
    let index = 0;
    while (index < classes.length && classes[index]!.key < key) index += 1;
    return index;
  }

  function queueOf({ sizeClass: key }: Waiter): UrgencyQueue {
    const index = indexOf(key);
    const known = classes[index];
    if (known?.key === key) return known.queue;
    const queue = new UrgencyQueue();
    classes.splice(index, 0, { key, queue });
    return queue;
  }

  function findBest(): Waiter | undefined {
    let found: Waiter | undefined;
    for (const { queue } of classes) if (found === undefined || isBefore(queue.first!, found)) found = queue.first;
    return found;
  }

  return {
    heapIndex: -1,
    run,
    get best() {
      return best;
    },
    get smallest() {
      return classes[0]?.queue.first;
    },
    add(waiter) {
      queueOf(waiter).add(waiter);
      if (best === undefined || isBefore(waiter, best)) best = waiter;
    },
    remove(waiter) {
      const queue = queueOf(waiter);
      queue.remove(waiter);
      if (queue.size === 0) classes.splice(indexOf(waiter.sizeClass), 1);
      if (waiter === best) best = findBest();
    },
    ahead(of) {
      const queue = queueOf(of);
      return queue.isLast(of) && of.behind === undefined ? queue.size - 1 : 0;
    },
    smaller: (than) => classes.slice(0, indexOf(than.sizeClass)).map(({ queue }) => queue.first!),
  };
}

/** By priority, then who had least of its share. */
export function isQueueBefore(a: RunQueue, b: RunQueue): boolean {
  return isTurnBefore(a.best!, b.best!);
}
