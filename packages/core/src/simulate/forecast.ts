import type { Account } from '../domain/account.ts';
import { toTargetName, type Target } from '../domain/target.ts';
import { NO_USAGE, type Cost, type Usage } from '../domain/usage.ts';
import type { BindingLimit, Blocked } from './blocked-time.ts';
import { runTasks, type SimulatedPool } from './run-tasks.ts';
import type { SimulatedCall, SimulatedTask } from './simulated-task.ts';

/** How a batch would go. */
export interface Forecast {
  readonly tasks: number;
  /** From the first call to the end of the last one. */
  readonly makespanMs: number;
  readonly cost: Cost;
  readonly accounts: readonly AccountForecast[];
  /** What tasks waited for most, on the average of the accounts; missing when none waited. */
  readonly binding?: { readonly limit: BindingLimit; readonly share: number };
  /** What one more account of each kind would bring, the best first. */
  readonly oneMore: readonly OneMoreAccount[];
}

export interface AccountForecast {
  readonly accountId: string;
  readonly provider: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  /** Limits that kept tasks waiting for this account, and for how much of the time; the longest first. */
  readonly blocked: readonly Blocked[];
}

export interface OneMoreAccount {
  /** An account of the pool that the new one is like. */
  readonly like: string;
  readonly provider: string;
  readonly makespanMs: number;
  readonly savedMs: number;
}

export type PriceOf = (target: Target, usage: Usage) => number | undefined;

/** Runs the tasks once and adds up what became of them; what one more account would bring is left to others. */
export async function forecast(
  tasks: readonly SimulatedTask[],
  pool: SimulatedPool,
  priceOf: PriceOf,
): Promise<Omit<Forecast, 'oneMore'>> {
  const tallies = new Map(pool.accounts.map((account) => [account.id, createTally(account)]));
  const unpriced = new Set<string>();
  const { makespanMs, blocked } = await runTasks(tasks, pool, (call) => {
    const usd = priceOf(call.target, toUsage(call));
    if (usd === undefined) unpriced.add(toTargetName(call.target));
    count(tallies.get(call.accountId)!, call, usd ?? 0);
  });
  const accounts = [...tallies.values()].map((tally) => Object.assign(tally, { blocked: blocked.of(tally.accountId) }));
  const binding = mostBinding(accounts);
  return {
    tasks: tasks.length,
    makespanMs,
    cost: { usd: accounts.reduce((sum, { costUsd }) => sum + costUsd, 0), unpriced: [...unpriced] },
    accounts,
    ...(binding !== undefined && { binding }),
  };
}

function createTally({ id, provider }: Account) {
  return { accountId: id, provider, calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };
}

function count(tally: ReturnType<typeof createTally>, { task }: SimulatedCall, usd: number): void {
  tally.calls += 1;
  tally.inputTokens += task.inputTokens;
  tally.outputTokens += task.outputTokens;
  tally.costUsd += usd;
}

function toUsage({ task: { inputTokens, outputTokens } }: SimulatedCall): Usage {
  return { ...NO_USAGE, inputTokens, outputTokens };
}

function mostBinding(accounts: readonly AccountForecast[]): Forecast['binding'] {
  const shares = new Map<BindingLimit, number>();
  for (const { limit, share } of accounts.flatMap(({ blocked }) => blocked)) {
    shares.set(limit, (shares.get(limit) ?? 0) + share / accounts.length);
  }
  const [most] = [...shares].toSorted(([, a], [, b]) => b - a);
  return most && { limit: most[0], share: most[1] };
}
