import type Bottleneck from 'bottleneck';
import { systemClock } from '../../defaults/system-clock.ts';
import type { Clock } from '../../ports/clock.ts';

/** Spaces the starts of a quota group. */
export type StartGate = () => Promise<void>;

/** Vendors that count per second refuse bursts within it, so starts are spread evenly. */
export function createStartGate(requestsPerSecond: number, clock: Clock): StartGate {
  const minTime = Math.ceil(1_000 / requestsPerSecond);
  return clock === systemClock ? createRealGate(minTime) : createClockGate(minTime, clock);
}

function createRealGate(minTime: number): StartGate {
  let limiter: Promise<Bottleneck> | undefined;
  return async () => {
    limiter ??= createLimiter(minTime);
    await (await limiter).schedule(() => Promise.resolve());
  };
}

/** Loaded on first use: most pools have no limit per second. */
async function createLimiter(minTime: number): Promise<Bottleneck> {
  const { default: Limiter } = await import('bottleneck');
  return new Limiter({ maxConcurrent: 1, minTime });
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
