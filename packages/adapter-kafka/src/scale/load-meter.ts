import type { Clock } from '@manyhands/core';
import type { Backlog } from './read-backlog.ts';

/** How much the workers of a prefix have to do. */
export interface KafkaLoad {
  /** Records of tasks after the committed offsets: what Kafka's own tools, and KEDA, show for the group `<prefix>.workers`. */
  readonly lag: number;
  /** Tasks that wait or are under way: the lag without those that have ended before earlier ones. */
  readonly tasks: number;
  /** Tasks that were put off for a time and wait for it. */
  readonly putOff: number;
  /** Partitions with tasks: more workers than these find nothing to do. */
  readonly partitions: number;
  /** Until all `tasks` have ended at the pace of the last minute, in ms. Missing while no pace is known: ask again later. */
  readonly drainMs?: number;
}

const PACE_OVER_MS = 60_000;

/** Makes a load of what is known at moments, by the pace from one to the next. */
export function createLoadMeter(clock: Clock): (backlog: Backlog) => KafkaLoad {
  let seen: { readonly at: number; readonly done: number }[] = [];

  return ({ done, ...backlog }) => {
    const now = clock.now();
    seen = [...seen.filter(({ at }) => at >= now - PACE_OVER_MS), { at: now, done }];
    const [first] = seen;
    // A time without work says nothing of the pace.
    if (backlog.tasks === 0) {
      seen = [{ at: now, done }];
      return { ...backlog, drainMs: 0 };
    }
    const ended = done - first!.done;
    return ended > 0 && now > first!.at
      ? { ...backlog, drainMs: Math.round((backlog.tasks * (now - first!.at)) / ended) }
      : backlog;
  };
}
