// One process: so many accounts, so many who wait, and what it costs to serve them all on a virtual clock.
import { NO_USAGE, type PermitRequest } from '@manyhands/core';
import { accountSchema } from '@manyhands/core/schemas';
import { scriptedProvider } from '@manyhands/core/testing';
import { createBalancer } from '../../packages/core/src/balance/create-balancer.ts';
import { createVirtualClock } from '../../packages/core/src/simulate/virtual-clock.ts';

/** What the process prints, in JSON. */
export interface DecisionCost {
  /** To take them all in, per task. */
  readonly acquireUs: number;
  /** To bind each to an account and to settle it, per task. */
  readonly serveUs: number;
  readonly waitingBytes: number;
}

const [accounts = 0, tasks = 0] = process.argv.slice(2).map(Number);
const CALL_MS = 2_000;
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

/** Sizes spread 1:50. */
function toRequest(index: number): PermitRequest {
  const inputTokens = 40 + ((index * 7_919) % 1_961);
  return { targets, estimate: { inputTokens, maxOutputTokens: 100 }, route: 'any', runId: `run-${index % 5}` };
}

async function run(count: number, isMeasured: boolean): Promise<DecisionCost> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const balancer = createBalancer({ ...createPool(accounts), clock });
  const controllers = Array.from({ length: count }, () => new AbortController());
  const requests = Array.from({ length: count }, (_, index) => toRequest(index));
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const startedAt = performance.now();
  const pending = requests.map((request, index) => balancer.acquire(request, controllers[index]!.signal));
  const acquiredAt = performance.now();
  if (isMeasured) globalThis.gc?.();
  const waitingBytes = (process.memoryUsage().heapUsed - heapBefore) / count;

  let left = count;
  const servedFrom = performance.now();
  for (const [index, each] of pending.entries()) {
    const { inputTokens } = requests[index]!.estimate;
    each.then((permit) => {
      clock.setTimer(() => {
        permit.settle({ ...NO_USAGE, inputTokens, outputTokens: 80 }, []);
        left -= 1;
      }, CALL_MS);
    }, (error: unknown) => { throw error; });
  }
  const isDone = await clock.run(() => left === 0, () => {});
  if (!isDone) throw new Error(`${left} calls were never served.`);
  const endedAt = performance.now();
  balancer.close();
  const perTask = 1_000 / count;
  return { acquireUs: (acquiredAt - startedAt) * perTask, serveUs: (endedAt - servedFrom) * perTask, waitingBytes };
}

// The first calls of a process measure the compiler.
await run(Math.min(tasks, 20_000), false);
console.log(JSON.stringify(await run(tasks, true)));

