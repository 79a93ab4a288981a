import { ConfigError, systemClock, type Clock } from '@manyhands/core';
import type { KafkaLoad } from './load-meter.ts';
import { createScaledWorkers, type WorkerProcess } from './scaled-workers.ts';
import { toWanted, type ScaleLimits } from './to-wanted.ts';

export interface AutoscaleOptions {
  readonly transport: { load(): Promise<KafkaLoad> };
  /** Workers that are kept also when there is nothing to do. Default 1. */
  readonly min?: number;
  /** Processes at most, those that drain included. */
  readonly max: number;
  /** Starts a worker, e.g. `fork('worker.js')`. It drains on SIGTERM and ends then. */
  spawn(): WorkerProcess;
  /**
   * A worker more for each so many tasks that wait or are under way. A run has at most `settings.maxQueued` of them in the
   * queues. Default 32.
   */
  readonly tasksPerWorker?: number;
  /** What will be done within so many ms at the pace it goes needs no more workers. Default 10,000. */
  readonly drainWithinMs?: number;
  /** Quota groups, usually accounts: more workers than these have nothing to call with. Default: enough for `max`. */
  readonly accounts?: number;
  /** Between two looks at the load, in ms. Default 5,000. */
  readonly everyMs?: number;
  /** A worker is drained when there were too many for so long, in ms. Default 60,000. */
  readonly idleMs?: number;
  /** Told of every look, and of one that failed: then all stay as they are. */
  onLook?(look: ScaleLook): void;
  /** Default: the system clock. */
  readonly clock?: Clock;
}

/** What was seen and what follows. */
export type ScaleLook =
  | { readonly load: KafkaLoad; readonly wanted: number; readonly running: number }
  | { readonly error: unknown; readonly running: number };

export interface Autoscaler extends AsyncDisposable {
  /** Workers that take tasks, or will once they are up. */
  readonly running: number;
  /** Drains all workers; resolves when they have ended. */
  close(): Promise<void>;
}

/**
 * Starts and drains worker processes on this machine by what there is to do. No more are started than are useful: there is one for
 * each partition with tasks, and for each account, at most. One that ends by itself is replaced after a pause.
 *
 * @throws ConfigError when an option is wrong
 * @example
 * const scaler = autoscale({ transport, max: 8, accounts: accounts.length, spawn: () => fork('worker.js') });
 * process.once('SIGTERM', () => scaler.close());
 */
export function autoscale(options: AutoscaleOptions): Autoscaler {
  const { transport, onLook, everyMs = 5_000, idleMs = 60_000, clock = systemClock } = options;
  const limits = toLimits(options);
  const workers = createScaledWorkers(options.spawn, limits.max, clock);
  let recent: { readonly at: number; readonly wanted: number }[] = [];
  let cancelTimer = () => {};
  let isClosed = false;

  async function look(): Promise<void> {
    try {
      const load = await transport.load();
      if (!isClosed) tell({ load, wanted: follow(load), running: workers.running });
    } catch (error) {
      tell({ error, running: workers.running });
    }
    if (!isClosed) cancelTimer = clock.setTimer(() => void look(), everyMs);
  }

  /** A listener that throws harms nobody else. */
  function tell(seen: ScaleLook): void {
    try {
      onLook?.(seen);
    } catch {}
  }

  /** Up at once, down when all looks of late say so. */
  function follow(load: KafkaLoad): number {
    const now = clock.now();
    const wanted = toWanted(load, workers.running, limits);
    recent = [...recent.filter(({ at }) => at > now - idleMs), { at: now, wanted }];
    workers.growTo(wanted);
    workers.shrinkTo(Math.max(...recent.map((each) => each.wanted)));
    return wanted;
  }

  async function close(): Promise<void> {
    isClosed = true;
    cancelTimer();
    await workers.close();
  }

  void look();
  return {
    get running() {
      return workers.running;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toLimits(options: AutoscaleOptions): ScaleLimits {
  const { min = 1, max, tasksPerWorker = 32, drainWithinMs = 10_000, accounts = max } = options;
  checkCount('min', min, 0);
  checkCount('max', max, Math.max(1, min));
  checkCount('tasksPerWorker', tasksPerWorker, 1);
  checkCount('accounts', accounts, 1);
  return { min, max, tasksPerWorker, drainWithinMs, accounts };
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  const message = `Give a whole number from ${least}, not ${value}.`;
  throw new ConfigError(message, { code: 'MANYHANDS_KAFKA_AUTOSCALE', path: `autoscale.${name}` });
}
