import type { Clock } from '../ports/clock.ts';
import { createHeap, type HeapItem } from './heap.ts';

/** Many moments, one timer. */
export interface Alarms {
  /** @param at epoch ms @returns how to call it off */
  set(at: number, onReached: () => void): () => void;
}

interface Alarm extends HeapItem {
  readonly at: number;
  readonly onReached: () => void;
}

/** @param background the process may end before they ring */
export function createAlarms(clock: Clock, background: boolean): Alarms {
  const alarms = createHeap<Alarm>((a, b) => a.at < b.at);
  let clear = () => {};

  function ring(): void {
    const now = clock.now();
    for (let next = alarms.peek(); next !== undefined && next.at <= now; next = alarms.peek()) {
      alarms.remove(next);
      next.onReached();
    }
    wind();
  }

  function wind(): void {
    clear();
    const next = alarms.peek();
    clear = next === undefined ? () => {} : clock.setTimer(ring, next.at - clock.now(), { background });
  }

  return {
    set(at, onReached) {
      const alarm = { heapIndex: -1, at, onReached };
      alarms.push(alarm);
      if (alarms.peek() === alarm) wind();
      return () => {
        const wasNext = alarms.peek() === alarm;
        alarms.remove(alarm);
        if (wasNext) wind();
      };
    },
  };
}
