import { createBalancer } from './balance/create-balancer.ts';
import { createWorkerLoop, type WorkerLoop } from './call/create-worker-loop.ts';
import type { Pool } from './config/check-pool.ts';
import type { Balancer } from './ports/balancer.ts';

/** The part of a process that calls models: a balancer over its accounts and a loop that takes tasks. */
export interface PoolWorker {
  readonly balancer: Balancer;
  /** Starts taking tasks, once; resolves when it does. */
  start(): Promise<WorkerLoop>;
  /** Aborts what it holds. */
  close(): Promise<void>;
  /** Ends what it holds. */
  drain(): Promise<void>;
}

export function createPoolWorker(pool: Pool): PoolWorker {
  const balancer = createBalancer({
    ...pool,
    providers: [...pool.providers.values()],
    limitGuardMs: pool.settings.limitGuardMs,
  });
  let loop: Promise<WorkerLoop> | undefined;

  function start(): Promise<WorkerLoop> {
    loop ??= createWorkerLoop({
      ...pool,
      balancer,
      routes: [...pool.routes.keys()],
    });
    return loop;
  }

  async function stop(how: 'close' | 'drain'): Promise<void> {
    if (how === 'close') balancer.close();
    await (await loop)?.[how]();
    balancer.close();
  }

  return { balancer, start, close: () => stop('close'), drain: () => stop('drain') };
}
