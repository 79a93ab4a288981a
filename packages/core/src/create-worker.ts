import { checkPool } from './config/check-pool.ts';
import type { WorkerOptions } from './config/orchestrator-options.ts';
import { createPoolWorker } from './create-pool-worker.ts';
import type { PoolStatus } from './ports/balancer.ts';
import type { Provider } from './ports/provider.ts';

/** Calls models for runs that are driven elsewhere. */
export interface Worker extends AsyncDisposable {
  /** Resolves once it takes tasks. */
  readonly ready: Promise<void>;
  status(): PoolStatus;
  /** Takes nothing new, gives back what waits and resolves when the calls under way have ended. */
  drain(): Promise<void>;
  /** Aborts what it holds; the transport gives it to others. */
  close(): Promise<void>;
}

/** What every driver has beside the routes that the app names: a task brings its targets. */
const COMMON_ROUTES = ['any', 'planner', 'merge'];

/**
 * Starts a worker in this process. It takes tasks from the routes that are named to it and from those that every run has:
 * give it the providers of these, the planner's included.
 *
 * @throws ConfigError when an option is wrong, before anything is started
 * @example
 * const worker = createWorker({ providers: [openai()], accounts, transport: kafkaTransport({ brokers, prefix }) });
 * process.once('SIGTERM', () => worker.drain());
 */
export function createWorker<const Providers extends readonly Provider[]>(options: WorkerOptions<Providers>): Worker {
  const pool = checkPool(options);
  const worker = createPoolWorker(pool, [...new Set([...pool.routes.keys(), ...COMMON_ROUTES])]);
  const ready = worker.start().then(() => {});
  ready.catch(() => {});
  return {
    ready,
    status: worker.balancer.status,
    drain: worker.drain,
    close: worker.close,
    [Symbol.asyncDispose]: worker.close,
  };
}
