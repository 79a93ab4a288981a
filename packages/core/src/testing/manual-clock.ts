import type { Clock } from '../ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, firing timers in order of time, and lets promises settle before and after each of them. */
  advance(ms: number): Promise<void>;
  /** Moves to the next timer and fires it; `false` when there is none. */
  advanceToNextTimer(): Promise<boolean>;
  /** Timers that have neither fired nor been cancelled. */
  readonly pendingTimers: number;
}

/** @param startAt epoch ms; default 2026-01-01T00:00:00Z. */
export function createManualClock(startAt: number = Date.UTC(2026, 0, 1)): ManualClock {
  const timers = new Set<Timer>();
  let now = startAt;
  let order = 0;

  function next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }

  async function fire(timer: Timer): Promise<void> {
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.callback();
    await settlePromises();
  }

  return {
    now: () => now,
    setTimer(callback, delayMs) {
      const timer: Timer = { at: now + Math.max(0, delayMs), order: order++, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      await settlePromises();
      for (let timer = next(); timer !== undefined && timer.at <= until; timer = next()) await fire(timer);
      now = until;
    },
    async advanceToNextTimer() {
      await settlePromises();
      const timer = next();
      if (timer !== undefined) await fire(timer);
      return timer !== undefined;
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}

/** Promise chains of any length end before a macrotask runs. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
