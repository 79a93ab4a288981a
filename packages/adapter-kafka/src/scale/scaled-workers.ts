import type { Clock } from '@manyhands/core';

/** What is used of a process: a `ChildProcess` fits. */
export interface WorkerProcess {
  kill(signal: 'SIGTERM'): unknown;
  once(event: 'exit' | 'error', listener: () => void): unknown;
}

export interface ScaledWorkers {
  /** Those that are not asked to leave. */
  readonly running: number;
  growTo(count: number): void;
  /** Those that came last leave first. */
  shrinkTo(count: number): void;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** Starts processes and asks them to leave; after one that ended by itself too soon it pauses, longer each time. */
export function createScaledWorkers(spawn: () => WorkerProcess, max: number, clock: Clock): ScaledWorkers {
  const running: WorkerProcess[] = [];
  const all = new Set<WorkerProcess>();
  let pauseMs = 0;
  let pausedUntil = 0;
  let whenEmpty = () => {};

  function start(): void {
    const worker = spawn();
    const startedAt = clock.now();
    running.push(worker);
    all.add(worker);
    const onEnd = () => end(worker, clock.now() - startedAt);
    worker.once('exit', onEnd);
    // It could not even be started.
    worker.once('error', onEnd);
  }

  function end(worker: WorkerProcess, livedMs: number): void {
    if (!all.delete(worker)) return;
    if (all.size === 0) whenEmpty();
    const index = running.indexOf(worker);
    if (index === -1) return;
    running.splice(index, 1);
    pauseMs = livedMs > LONGEST_PAUSE_MS ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2 || FIRST_PAUSE_MS);
    pausedUntil = clock.now() + pauseMs;
  }

  function shrinkTo(count: number): void {
    for (const worker of running.splice(count)) worker.kill('SIGTERM');
  }

  return {
    get running() {
      return running.length;
    },
    growTo(count) {
      if (clock.now() < pausedUntil) return;
      while (running.length < count && all.size < max) start();
    },
    shrinkTo,
    async close() {
      shrinkTo(0);
      if (all.size > 0) await new Promise<void>((resolve) => (whenEmpty = resolve));
    },
  };
}
