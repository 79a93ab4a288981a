import type { KafkaLoad } from './load-meter.ts';

/** How many workers there are to be. */
export interface ScaleLimits {
  /** Default 1. */
  readonly min: number;
  readonly max: number;
  /** A worker more for each so many tasks that wait or are under way. */
  readonly tasksPerWorker: number;
  /** What will be done within so many ms at the pace it goes needs no more workers. */
  readonly drainWithinMs: number;
  /** Quota groups, usually accounts: each is one worker's at a time, so that more workers than these have nothing to call with. */
  readonly accounts: number;
}

export function toWanted(load: KafkaLoad, running: number, limits: ScaleLimits): number {
  const { min, max, tasksPerWorker, drainWithinMs, accounts } = limits;
  const byTasks = Math.min(Math.ceil(load.tasks / tasksPerWorker), load.partitions);
  const isSoonDone = load.drainMs !== undefined && load.drainMs <= drainWithinMs;
  const wanted = isSoonDone ? Math.min(byTasks, running) : byTasks;
  return Math.min(max, accounts, Math.max(min, wanted));
}
