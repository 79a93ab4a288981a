import TinyQueue from 'tinyqueue';
import type { Clock } from '../ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
  isCancelled: boolean;
}

/** Time that passes as fast as what happens in it can be worked out. */
export interface VirtualClock extends Clock {
  /** Moves from timer to timer until `isDone`; `false` when nothing is left that could make it so. */
  run(isDone: () => boolean, onAdvance: (toMs: number) => void): Promise<boolean>;
}

/** The process stays alive to other work: it is let in once in so many timers. */
const TIMERS_BEFORE_OTHERS = 1_024;

/** @param startAt epoch ms */
export function createVirtualClock(startAt: number): VirtualClock {
  const timers = new TinyQueue<Timer>([], (a, b) => a.at - b.at || a.order - b.order);
  let now = startAt;
  let order = 0;

  function next(): Timer | undefined {
    let timer = timers.pop();
    while (timer?.isCancelled === true) timer = timers.pop();
    return timer;
  }

  return {
    now: () => now,
    setTimer(callback, delayMs) {
      const timer = { at: now + Math.max(0, delayMs), order: (order += 1), callback, isCancelled: false };
      timers.push(timer);
      return () => {
        timer.isCancelled = true;
      };
    },
    async run(isDone, onAdvance) {
      for (let fired = 1; ; fired += 1) {
        await (fired % TIMERS_BEFORE_OTHERS === 0 ? letOthersWork() : settlePromises());
        if (isDone()) return true;
        const timer = next();
        if (timer === undefined) return false;
        if (timer.at > now) onAdvance(timer.at);
        now = Math.max(now, timer.at);
        timer.callback();
      }
    },
  };
}

/** A tick comes when the queue of microtasks is empty, so chains of promises of any length have ended by then. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function letOthersWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
