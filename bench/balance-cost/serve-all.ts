// One process: so many accounts, so many who wait, and what it costs to serve them all on a virtual clock.
import { NO_USAGE, type PermitRequest } from '@manyhands/core';
import { accountSchema } from '@manyhands/core/schemas';
import { scriptedProvider } from '@manyhands/core/testing';
import { createBalancer } from '../../packages/core/src/balance/create-balancer.ts';
import { createVirtualClock } from '../../packages/core/src/simulate/virtual-clock.ts';

/**
 * What the process prints, in JSON. Times are those that the thread had the processor for: on a machine that has nothing else to
 * do they are what a clock shows.
 */
export interface ServingCost {
  /** To take them all in, per task. */
  readonly acquireUs: number;
  /** To bind each to an account, and to settle it, per task; a timer of the virtual clock included. */
  readonly serveUs: number;
  /** Heap per waiting task: what it was asked with is there before. */
  readonly waitingBytes: number;
}

const [accounts = 0, tasks = 0] = process.argv.slice(2).map(Number);
const CALL_MS = 2_000;
const WARM_UP = 20_000;
const targets = [{ provider: 'one', model: 'm' }];

function createPool(count: number) {
  const limits = { requestsPerMinute: 60, tokensPerMinute: 60_000, maxConcurrent: 50 };
  return {
    providers: [scriptedProvider({ id: 'one' })],
    accounts: Array.from({ length: count }, (_, index) =>
      accountSchema.parse({ id: `a${index}`, provider: 'one', apiKey: 'k', limits }),
    ),
    limitGuardMs: 250,
  };
}

/** Of five runs, and of sizes spread 1:50. */
function toRequest(index: number): PermitRequest {
  const inputTokens = 40 + ((index * 7_919) % 1_961);
  return { targets, estimate: { inputTokens, maxOutputTokens: 100 }, route: 'any', runId: `run-${index % 5}` };
}

function cpuUs(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(since);
  return user + system;
}

async function serveAll(count: number): Promise<ServingCost> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const balancer = createBalancer({ ...createPool(accounts), clock });
  const signals = Array.from({ length: count }, () => new AbortController().signal);
  const requests = Array.from({ length: count }, (_, index) => toRequest(index));
  // Places are made when they are first asked for: they are no part of what one that waits takes.
  const first = await balancer.acquire(requests[0]!, new AbortController().signal);
  first.cancel();
  // What is left of the warm-up is let go first, signals that are held weakly included: it is no gain of this run.
  globalThis.gc?.();
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const askedAt = process.threadCpuUsage();
  const pending = requests.map((request, index) => balancer.acquire(request, signals[index]!));
  const acquireUs = cpuUs(askedAt);
  // Nobody has leave yet: it is given when what is under way now is done.
  globalThis.gc?.();
  const waitingBytes = (process.memoryUsage().heapUsed - heapBefore) / count;

  let left = count;
  let failure: unknown;
  const servedFrom = process.threadCpuUsage();
  for (const [index, permitted] of pending.entries()) {
    const usage = { ...NO_USAGE, inputTokens: requests[index]!.estimate.inputTokens, outputTokens: 80 };
    const onPermit = (permit: Awaited<typeof permitted>) =>
      void clock.setTimer(() => {
        permit.settle(usage, []);
        left -= 1;
      }, CALL_MS);
    permitted.then(onPermit, (error: unknown) => (failure = error));
  }
  const isDone = await clock.run(
    () => left === 0 || failure !== undefined,
    () => {},
  );
  const serveUs = cpuUs(servedFrom);
  balancer.close();
  if (!isDone || failure !== undefined) throw new Error(`${left} calls were never served.`, { cause: failure });
  return { acquireUs: acquireUs / count, serveUs: serveUs / count, waitingBytes };
}

// The first calls of a process measure the compiler.
await serveAll(WARM_UP);
console.log(JSON.stringify(await serveAll(tasks)));
