import { setTimeout as delay } from 'node:timers/promises';
import type { Latency } from '../options.ts';

/** When the parts of one answer are due, in ms after the request was let in. */
export interface Pace {
  readonly firstMs: number;
  readonly totalMs: number;
}

const AT_ONCE: Latency = { firstTokenMs: 0, tokensPerSecond: Infinity };
const DEFAULT_JITTER = 0.2;
/** Parts that are due within this time of one another leave together: timers are no finer. */
const TIMER_MS = 4;

/** @param random 0 to 1. @param factor how many times slower than usual. */
export function createPace(
  latency: Latency = AT_ONCE,
  outputTokens: number,
  random: () => number,
  factor: number,
): Pace {
  const spread = latency.jitter ?? DEFAULT_JITTER;
  const vary = (ms: number): number => ms * factor * (1 + spread * (2 * random() - 1));
  const firstMs = vary(latency.firstTokenMs);
  return { firstMs, totalMs: firstMs + vary((outputTokens * 1000) / latency.tokensPerSecond) };
}

/** Waits until `dueMs` after `startedAt`. @throws the signal's reason when it is aborted. */
export async function waitUntil(startedAt: number, dueMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const leftMs = startedAt + dueMs - performance.now();
  if (leftMs > (dueMs < TIMER_MS ? 0 : TIMER_MS)) await delay(leftMs, undefined, { signal });
}
