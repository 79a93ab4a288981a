import type { Clock } from '@manyhands/core';
import { toDatabaseError } from './to-database-error.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Tries again, for at most `forMs`, what may succeed later: a server that starts again, a connection that broke. */
export async function whileAway<T>(clock: Clock, forMs: number, attempt: () => Promise<T>): Promise<T> {
  const until = clock.now() + forMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
    try {
      return await attempt();
    } catch (cause) {
      const error = toDatabaseError(cause);
      if (!error.isRetryable || clock.now() + pauseMs > until) throw error;
      await new Promise<void>((resolve) => void clock.setTimer(resolve, pauseMs));
    }
  }
}
