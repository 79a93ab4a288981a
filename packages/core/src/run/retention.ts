import type { Retention } from '../domain/retention.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

const EVERY_MS = 10 * 60_000;
/** Of one step: then others have their turn. */
const STEP_RUNS = 20;
const PAUSE_MS = 50;

/** Removes old runs in the background, step by step, until it is stopped. A step that fails is tried again the next time. */
export function keepTidy(store: Store, clock: Clock, { keepMs, keepRuns, everyMs = EVERY_MS }: Retention): () => void {
  let clearTimer = () => {};
  let isStopped = keepMs === undefined && keepRuns === undefined;

  async function step(): Promise<void> {
    const endedBefore = keepMs === undefined ? {} : { endedBefore: clock.now() - keepMs };
    const keep = keepRuns === undefined ? {} : { keep: keepRuns };
    const removed = await store.prune({ ...endedBefore, ...keep, maxRuns: STEP_RUNS }).catch(() => 0);
    wait(removed === STEP_RUNS ? PAUSE_MS : everyMs);
  }

  function wait(ms: number): void {
    if (!isStopped) clearTimer = clock.setTimer(() => void step(), ms, { background: true });
  }

  wait(0);
  return () => {
    isStopped = true;
    clearTimer();
  };
}
