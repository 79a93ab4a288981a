import { createBalancer, type BalancerOptions } from './balance/create-balancer.ts';
import { createLimitSharing } from './balance/sharing/limit-sharing.ts';
import { createWorkerLoop, type WorkerLoop } from './call/create-worker-loop.ts';
import { createHedging } from './call/hedging.ts';
import { priceCall } from './call/price-call.ts';
import type { Pool } from './config/check-pool.ts';
import { NO_USAGE } from './domain/usage.ts';
import { followAccounts } from './follow-accounts.ts';
import type { Balancer } from './ports/balancer.ts';
import { shareGroups } from './share-groups.ts';

/** The part of a process that calls models: a balancer over its accounts and a loop that takes tasks. */
export interface PoolWorker {
  readonly balancer: Balancer;
  /** Resolves when it has its accounts. @throws ManyhandsError when they cannot be had now */
  ready(): Promise<void>;
  /** Starts taking tasks, once; resolves when it does. */
  start(): Promise<WorkerLoop>;
  /** Aborts what it holds. */
  close(): Promise<void>;
  /** Ends what it holds. */
  drain(): Promise<void>;
}

/** A call that ends by its timeout has ended by then, reports included. */
const LEASE_MARGIN_MS = 60_000;

/** @param routes names of those it takes tasks from. Default: those of the pool */
export function createPoolWorker(pool: Pool, routes: readonly string[] = [...pool.routes.keys()]): PoolWorker {
  const { clock, limits, settings } = pool;
  const sharing = limits && createLimitSharing({ ...limits, clock, leaseMs: settings.leaseMs });
  const whole = createBalancer({
    ...pool,
    ...(sharing && { sharing }),
    providers: [...pool.providers.values()],
    limitGuardMs: settings.limitGuardMs,
    leaseMs: settings.attemptTimeoutMs + LEASE_MARGIN_MS,
    ...(pool.prefer === 'cheapest' && { priceOf: createPriceOf(pool) }),
  });
  const hedging = pool.hedge && createHedging(pool.hedge.maxExtraCost);
  const { balancer, shares } = shareGroups(pool, whole);
  // Accounts that are counted together need no owner.
  const shared = sharing === undefined ? { shares } : {};
  const accounts = followAccounts(pool, balancer);
  let loop: Promise<WorkerLoop> | undefined;

  function start(): Promise<WorkerLoop> {
    loop ??= accounts.begin().then(() => createWorkerLoop({ ...pool, ...shared, balancer, hedging, routes }));
    // It takes nothing without its accounts: the tasks are for others, until it is started again.
    loop.catch(() => (loop = undefined));
    return loop;
  }

  async function stop(how: 'close' | 'drain'): Promise<void> {
    if (how === 'close') balancer.close();
    await (await loop?.catch(() => undefined))?.[how]();
    accounts.end();
    balancer.close();
    await sharing?.close();
  }

  return { balancer, ready: accounts.begin, start, close: () => stop('close'), drain: () => stop('drain') };
}

/** What a call may cost; one whose price nobody knows comes last. */
function createPriceOf({ prices }: Pool): NonNullable<BalancerOptions['priceOf']> {
  return ({ target, provider }, { inputTokens, outputTokens }) => {
    const usage = { ...NO_USAGE, inputTokens, outputTokens };
    return (provider && priceCall(prices, provider, target, usage)) ?? Number.POSITIVE_INFINITY;
  };
}
