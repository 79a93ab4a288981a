import { isBusy } from './database-failure.ts';

const FIRST_PAUSE_MS = 0.1;
const LONGEST_PAUSE_MS = 5;
/** Nobody ever wakes it. */
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Tries again, for at most `timeoutMs`, while others are writing. SQLite's own busy handler sleeps whole milliseconds from the
 * first time on, which is many times what most transactions take.
 */
export function whileBusy<T>(timeoutMs: number, attempt: () => T): T {
  const until = performance.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
      Atomics.wait(sleeper, 0, 0, pauseMs * (0.5 + Math.random()));
    }
  }
}
