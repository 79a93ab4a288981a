import Bottleneck from 'bottleneck';
import { systemClock } from '../defaults/system-clock.ts';
import type { Clock } from '../ports/clock.ts';

/** Spaces the starts of a quota group. */
export type StartGate = () => Promise<void>;

/** Vendors that count per second refuse bursts within it, so starts are spread evenly. */
export function createStartGate(requestsPerSecond: number, clock: Clock): StartGate {
  const minTime = Math.ceil(1_000 / requestsPerSecond);
  return clock === systemClock ? createRealGate(minTime) : createClockGate(minTime, clock);
}

function createRealGate(minTime: number): StartGate {
  const limiter = new Bottleneck({ maxConcurrent: 1, minTime });
  return () => limiter.schedule(() => Promise.resolve());
}

/** The same on any other clock: Bottleneck knows only real time. */
function createClockGate(minTime: number, clock: Clock): StartGate {
  let nextAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    const startAt = Math.max(now, nextAt);
    nextAt = startAt + minTime;
    if (startAt > now) await new Promise<void>((resolve) => void clock.setTimer(resolve, startAt - now));
  };
}
