import { createBalancer, type BalancerOptions } from '../../balance/create-balancer.ts';
import type { AccountInput } from '../../domain/account.ts';
import type { LimitName, LimitObservation } from '../../domain/limits.ts';
import { NO_USAGE } from '../../domain/usage.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { AccountStatus, Permit, PermitRequest } from '../../ports/balancer.ts';
import { createVirtualClock } from '../../simulate/virtual-clock.ts';
import { scriptedProvider } from '../scripted-provider.ts';
import type { StrictVendor } from '../windows/strict-vendors.ts';
import { anAccount, never, REQUEST } from './set-up-balancer.ts';

/** What a vendor lets an account know: its limits with every answer, or with a refusal only the limit, its name, or nothing. */
export type Telling = 'always' | 'limit' | 'name' | 'nothing';

/** An account as its owner states it, and as its vendor counts it. */
export interface PlayedAccount {
  readonly stated?: Partial<AccountInput>;
  /** The true counters of requests; they may be exchanged while it runs. */
  counters: Partial<Record<LimitName, StrictVendor>>;
  maxConcurrent?: number;
  readonly tells: Telling;
}

export interface Play {
  readonly accounts: readonly PlayedAccount[];
  readonly tasks: number;
  readonly durationMs: number;
  readonly balancer?: Partial<BalancerOptions>;
  readonly request?: (index: number) => Partial<PermitRequest>;
  /** What happens meanwhile, by ms from the start. */
  readonly meanwhile?: Readonly<Record<number, () => void>>;
}

export interface Played {
  readonly accepted: number;
  /** Ms from the start. */
  readonly refusedAt: readonly number[];
}

export interface PlayOutcome {
  readonly makespanMs: number;
  /** In the order of the accounts. */
  readonly accounts: readonly Played[];
  readonly status: readonly AccountStatus[];
}

/** Brings tasks to their end on accounts whose vendors count strictly, on a virtual clock; who is refused asks again. */
export async function playAccounts(play: Play): Promise<PlayOutcome> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 1));
  const startedAt = clock.now();
  const balancer = createBalancer({
    providers: [scriptedProvider({ id: 'one' })],
    accounts: play.accounts.map(({ stated }, index) => anAccount(`a${index}`, stated)),
    clock,
    limitGuardMs: 0,
    random: () => 0.5,
    ...play.balancer,
  });
  const counts = play.accounts.map(() => ({ accepted: 0, underWay: 0, refusedAt: [] as number[] }));
  let done = 0;
  let failed: unknown;

  function refusedFor(account: PlayedAccount, underWay: number): LimitName | undefined {
    const now = clock.now();
    if (underWay >= (account.maxConcurrent ?? Number.POSITIVE_INFINITY)) return 'maxConcurrent';
    return (Object.keys(account.counters) as LimitName[]).find((name) => !account.counters[name]!.arrives(1, now));
  }

  function observed(account: PlayedAccount): LimitObservation[] {
    return Object.entries(account.counters).map(([name, vendor]) => {
      const { limit, remaining, resetMs } = vendor.view(clock.now());
      return { name: name as LimitName, limit, remaining, resetMs };
    });
  }

  function toError(account: PlayedAccount, name: LimitName): ProviderError {
    const limit = account.counters[name]?.view(clock.now()).limit ?? account.maxConcurrent!;
    const told = { limit: [{ name, limit, remaining: 0 }], name: [{ name, remaining: 0 }], nothing: [] };
    const limits = account.tells === 'always' ? observed(account) : told[account.tells];
    return new ProviderError('Refused.', { kind: 'rate-limited', provider: 'one', limits });
  }

  async function serve(index: number): Promise<void> {
    const permit = await balancer.acquire({ ...REQUEST, ...play.request?.(index) }, never);
    await permit.start();
    arrive(index, permit);
  }

  function arrive(index: number, permit: Permit): void {
    const which = Number(permit.account.id.slice(1));
    const account = play.accounts[which]!;
    const count = counts[which]!;
    const name = refusedFor(account, count.underWay);
    if (name !== undefined) {
      count.refusedAt.push(clock.now() - startedAt);
      permit.fail(toError(account, name));
      return start(index);
    }
    count.accepted += 1;
    count.underWay += 1;
    clock.setTimer(() => {
      count.underWay -= 1;
      done += 1;
      permit.settle(
        { ...NO_USAGE, inputTokens: 100, outputTokens: 50 },
        account.tells === 'always' ? observed(account) : [],
      );
    }, play.durationMs);
  }

  function start(index: number): void {
    serve(index).catch((error: unknown) => (failed = error));
  }

  for (const [ms, happen] of Object.entries(play.meanwhile ?? {})) clock.setTimer(happen, Number(ms));
  for (let index = 0; index < play.tasks; index += 1) start(index);
  const isDone = await clock.run(
    () => done === play.tasks || failed !== undefined,
    () => {},
  );
  const status = balancer.status().accounts;
  balancer.close();
  if (failed !== undefined || !isDone) throw new Error(`${play.tasks - done} tasks were not done.`, { cause: failed });
  return { makespanMs: clock.now() - startedAt, accounts: counts, status };
}
