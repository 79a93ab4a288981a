import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type Bottleneck from 'bottleneck';
import { systemClock } from '../../defaults/system-clock.ts';
import type { Clock } from '../../ports/clock.ts';

/** So many turns of the event loop a call takes from its leave to the wire, about: its SDK, a connection, headers, body. */
const TURNS = 8;

/** The first call opens a connection, which those that follow find open: it may come so much later than it left. */
const CONNECTING_MS = 1_000;

/** Spaces the starts of a quota group. */
export type StartGate = () => Promise<void>;

/** Vendors that count per second refuse bursts within it, so starts are spread evenly. */
export function createStartGate(requestsPerSecond: number, clock: Clock): StartGate {
  const minTime = Math.ceil(1_000 / requestsPerSecond);
  return clock === systemClock ? createRealGate(minTime) : createClockGate(minTime, clock);
}

/**
 * In a busy process a call is a while on its way to its socket, and one that follows in a quiet moment is not: the vendor would
 * see them closer together than they left. So the time between starts counts from when the last one has got there, about.
 */
function createRealGate(minTime: number): StartGate {
  let limiter: Promise<Bottleneck> | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;

  async function pass(open: () => void): Promise<void> {
    const waitMs = lastAt + minTime - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    open();
    const connectingMs = Number.isFinite(lastAt) ? 0 : CONNECTING_MS;
    for (let turn = 0; turn < TURNS; turn += 1) await nextTurn();
    lastAt = performance.now() + connectingMs;
  }

  return async () => {
    limiter ??= createLimiter();
    const one = await limiter;
    await new Promise<void>((open, reject) => {
      one.schedule(() => pass(open)).catch(reject);
    });
  };
}

/** Loaded on first use: most pools have no limit per second. */
async function createLimiter(): Promise<Bottleneck> {
  const { default: Limiter } = await import('bottleneck');
  return new Limiter({ maxConcurrent: 1 });
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
