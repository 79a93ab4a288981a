import * as z from 'zod';
import { priceCall } from './call/price-call.ts';
import { checkAccount, type Pool } from './config/check-pool.ts';
import { listAccounts } from './config/list-accounts.ts';
import { targetsOf } from './config/complete-routes.ts';
import { toConfigError } from './config/to-config-error.ts';
import type { AccountInput } from './domain/account.ts';
import { forecast, type Forecast } from './simulate/forecast.ts';
import { oneMoreOfEach } from './simulate/one-more-account.ts';
import type { SimulatedTask, TaskSize } from './simulate/simulated-task.ts';
import { toPlannedTasks, type PlannedWork } from './simulate-plan.ts';

/** Tasks that are alike, or of sizes that a function knows: `index` counts from 0. */
export type TaskSizes = { readonly count: number } & {
  readonly [name in keyof TaskSize]: number | ((index: number) => number);
};

interface SimulationOptions {
  /** `false`: what one more account would bring is not worked out, which takes one more run for each kind. Default `true`. */
  readonly oneMore?: boolean;
  /** Epoch ms at which the batch would start, for quotas a day. Default: now. */
  readonly startAt?: number;
  /** Default: those that the orchestrator was made with. */
  readonly accounts?: readonly AccountInput[];
}

/** A batch to forecast: tasks that wait for nobody, or a plan and the pieces it would work on. */
export type SimulationRequest = SimulationOptions &
  (
    | {
        readonly tasks: readonly TaskSize[] | TaskSizes;
        /** Name of a route. Default `any`. */
        readonly route?: string;
      }
    | PlannedWork
  );

const amount = z.number().nonnegative();
const sizeSchema = z.object({ inputTokens: amount, outputTokens: amount, durationMs: amount });

/**
 * How a batch would go with the accounts and limits of the pool: the balancer's own code on a virtual clock. Nothing is
 * called. Calls of planning, of merging by a model and of judging are not in it.
 *
 * @throws ConfigError when a size or a route is wrong
 * @throws ManyhandsError `MANYHANDS_NO_ACCOUNT` when a task could never be served
 */
export async function simulate(request: SimulationRequest, pool: Pool): Promise<Forecast> {
  const tasks = 'plan' in request ? toPlannedTasks(request, pool) : toEqualTasks(request, pool);
  check(tasks);
  const simulated = {
    providers: [...pool.providers.values()],
    accounts: await accountsOf(request, pool),
    limitGuardMs: pool.settings.limitGuardMs,
    maxInFlight: pool.settings.maxInFlight,
    startAt: request.startAt ?? pool.clock.now(),
  };
  const outcome = await forecast(tasks, simulated, (target, usage) =>
    priceCall(pool.prices, pool.providers.get(target.provider)!, target, usage),
  );
  if (request.oneMore === false) return { ...outcome, oneMore: [] };
  return { ...outcome, oneMore: await oneMoreOfEach(tasks, simulated, outcome.makespanMs) };
}

async function accountsOf({ accounts }: SimulationOptions, pool: Pool) {
  if (accounts === undefined) return listAccounts(pool);
  return accounts.map((account, index) => checkAccount(account, `simulate.accounts[${index}]`, pool.providers));
}

function toEqualTasks(
  { tasks, route = 'any' }: Extract<SimulationRequest, { tasks: unknown }>,
  pool: Pool,
): readonly SimulatedTask[] {
  const targets = targetsOf(pool, route, 'simulate.route');
  const sizes = 'count' in tasks ? Array.from({ length: tasks.count }, (_, index) => sizeOf(tasks, index)) : tasks;
  return sizes.map(({ inputTokens, outputTokens, durationMs }) => {
    return { inputTokens, outputTokens, durationMs, route, targets, after: [] };
  });
}

function sizeOf(sizes: TaskSizes, index: number): TaskSize {
  const at = (value: number | ((index: number) => number)) => (typeof value === 'number' ? value : value(index));
  return {
    inputTokens: at(sizes.inputTokens),
    outputTokens: at(sizes.outputTokens),
    durationMs: at(sizes.durationMs),
  };
}

function check(tasks: readonly SimulatedTask[]): void {
  const parsed = z.array(sizeSchema).min(1, 'Give at least one task.').safeParse(tasks);
  if (!parsed.success) throw toConfigError(parsed.error, 'simulate.tasks');
}
