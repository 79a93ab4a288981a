import type { Waiter } from './waiter.ts';

/** Those who wait, in the order in which they came; anyone may leave at any time, at the same cost. */
export interface Arrivals {
  readonly oldest: Waiter | undefined;
  all(): readonly Waiter[];
  add(waiter: Waiter): void;
  remove(waiter: Waiter): void;
}

export function createArrivals(): Arrivals {
  let oldest: Waiter | undefined;
  let youngest: Waiter | undefined;
  return {
    get oldest() {
      return oldest;
    },
    all() {
      const all: Waiter[] = [];
      for (let waiter = oldest; waiter !== undefined; waiter = waiter.younger) all.push(waiter);
      return all;
    },
    add(waiter) {
      waiter.older = youngest;
      if (youngest === undefined) oldest = waiter;
      else youngest.younger = waiter;
      youngest = waiter;
    },
    remove(waiter) {
      const { older, younger } = waiter;
      if (older === undefined) oldest = younger;
      else older.younger = younger;
      if (younger === undefined) youngest = older;
      else younger.older = older;
      waiter.older = undefined;
      waiter.younger = undefined;
    },
  };
}
