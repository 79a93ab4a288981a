import type { Json, Run } from '@manyhands/core';
import type { WorkerProcess } from './worker-process.ts';

const EVERY_MS = 1_000;

/** Prints how far a run is and what each worker is at, once a second when it has changed. Returns how to stop. */
export function watch(run: Run<Json>, workers: readonly WorkerProcess[]): () => void {
  const startedAt = performance.now();
  let printed = '';

  function print(): void {
    const { counts, tasks } = run.snapshot();
    const each = workers.map(({ name, isAlive, inFlight }) => `${name} ${isAlive ? inFlight : 'is gone'}`);
    const line = `${counts.done} of ${Object.keys(tasks).length} tasks done · calls under way: ${each.join(', ')}`;
    if (line === printed) return;
    printed = line;
    console.log(`[${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(3)} s] ${line}`);
  }

  const timer = setInterval(print, EVERY_MS);
  return () => {
    clearInterval(timer);
    print();
  };
}
