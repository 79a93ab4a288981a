import Bottleneck from 'bottleneck';

/** Spaces the starts of a quota group. */
export type StartGate = () => Promise<void>;

/** Vendors that count per second refuse bursts within it, so starts are spread evenly. */
export function createStartGate(requestsPerSecond: number): StartGate {
  const limiter = new Bottleneck({ maxConcurrent: 1, minTime: Math.ceil(1_000 / requestsPerSecond) });
  return () => limiter.schedule(() => Promise.resolve());
}
