import type { Limits } from '@manyhands/core';
import Bottleneck from 'bottleneck';
import pRetry from 'p-retry';
import { MAX_OUTPUT_TOKENS, type BenchAccount, type BenchTask } from '../case.ts';
import type { Contender } from '../contender.ts';
import { createVendorCall } from '../vendor-call.ts';

const MINUTE_MS = 60_000;

export const bottleneckReservoirs: Contender = {
  name: 'Bottleneck reservoirs',
  source:
    'Bottleneck as its README shows it: a reservoir per limit, account and minute, weighted by estimated tokens; accounts in turn',
  async run(work) {
    const calls = work.accounts.map((account) => createVendorCall(account, work, 0));
    const limiters = work.accounts.map(createLimiters);
    const ends = await Promise.allSettled(
      work.tasks.map((task, index) => {
        const account = index % calls.length;
        const attempt = () => through(limiters[account]!, task, () => calls[account]!(task.text));
        return pRetry(attempt, { retries: 20, minTimeout: 1_000, maxTimeout: 30_000, randomize: true });
      }),
    );
    for (const limiter of limiters.flat()) await limiter.limiter.disconnect();
    return ends.filter(({ status }) => status === 'fulfilled').length;
  },
};

interface WeightedLimiter {
  readonly limiter: Bottleneck;
  weight(task: BenchTask): number;
}

function createLimiters({ limits, burst }: BenchAccount): readonly WeightedLimiter[] {
  const limiters: WeightedLimiter[] = [];
  const add = (options: Bottleneck.ConstructorOptions, weight: WeightedLimiter['weight'] = () => 1) =>
    limiters.push({ limiter: new Bottleneck(options), weight });
  const { maxConcurrent, requestsPerSecond, requestsPerMinute } = limits;
  if (maxConcurrent !== undefined) add({ maxConcurrent });
  if (requestsPerSecond !== undefined) add({ minTime: 1_000 / requestsPerSecond });
  if (requestsPerMinute !== undefined)
    add(burst === undefined ? reservoir(requestsPerMinute) : refilled(requestsPerMinute, burst));
  const tokens = tokensOf(limits);
  if (tokens !== undefined) add(reservoir(tokens), ({ estimatedTokens }) => estimatedTokens + MAX_OUTPUT_TOKENS);
  return limiters;
}

function reservoir(amount: number): Bottleneck.ConstructorOptions {
  return { reservoir: amount, reservoirRefreshAmount: amount, reservoirRefreshInterval: MINUTE_MS };
}

/** A bucket of `burst` that gets one more each time. */
function refilled(perMinute: number, burst: number): Bottleneck.ConstructorOptions {
  return {
    reservoir: burst,
    reservoirIncreaseAmount: 1,
    reservoirIncreaseInterval: MINUTE_MS / perMinute,
    reservoirIncreaseMaximum: burst,
  };
}

function tokensOf({ tokensPerMinute, inputTokensPerMinute }: Limits): number | undefined {
  return tokensPerMinute ?? inputTokensPerMinute;
}

/** One limiter within the other: all of them have to let the call go. */
function through(limiters: readonly WeightedLimiter[], task: BenchTask, call: () => Promise<void>): Promise<void> {
  const [first, ...rest] = limiters;
  if (first === undefined) return call();
  return first.limiter.schedule({ weight: first.weight(task) }, () => through(rest, task, call));
}
