import type { Pool } from './config/check-pool.ts';
import type { Account } from './domain/account.ts';
import type { LimitName, Limits } from './domain/limits.ts';
import type { Balancer, Permit } from './ports/balancer.ts';
import type { GroupShares, OfferedGroup } from './ports/transport.ts';

export interface SharedGroups {
  /** Starts calls only on accounts that are this worker's. */
  readonly balancer: Balancer;
  readonly shares: GroupShares;
}

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** Of a group nobody states a limit of. */
const UNKNOWN_CAPACITY = 60;
/** For capacities in calls: what a call takes at a guess. */
const CALL_TOKENS = 1_000;
const CALLS_A_MINUTE = 6;

/** Lets a transport say which accounts of a pool are this worker's. Until it does, all are. */
export function shareGroups(pool: Pool, balancer: Balancer): SharedGroups {
  const { clock, settings } = pool;
  const accounts = new Map<string, Account>(pool.accounts.map((account) => [account.id, account]));
  const disabled = new Set(pool.accounts.filter((account) => account.disabled === true).map(({ id }) => id));
  /** As the balancer has it. */
  const isOff = new Map<string, boolean>();
  const touchedAt = new Map<string, number>();
  let own: ReadonlyMap<string, number> | undefined;
  let clearTimer = () => {};

  function isMine(account: Account): boolean {
    return own === undefined || (own.get(nameOf(account)) ?? Number.POSITIVE_INFINITY) <= clock.now();
  }

  /** Told only what changes: to enable an account is to trust its key again. */
  function apply(account: Account): void {
    const off = disabled.has(account.id) || !isMine(account);
    if (off === (isOff.get(account.id) ?? account.disabled === true)) return;
    isOff.set(account.id, off);
    balancer.setDisabled(account.id, off);
  }

  function applyAll(): void {
    clearTimer();
    for (const account of accounts.values()) apply(account);
    const now = clock.now();
    const next = [...(own ?? new Map<string, number>()).values()].filter((at) => at > now && Number.isFinite(at));
    if (next.length > 0) clearTimer = clock.setTimer(applyAll, Math.min(...next) - now, { background: true });
  }

  function touch(account: Account): void {
    touchedAt.set(nameOf(account), clock.now());
  }

  /** Knows when calls of a group have left and ended. */
  function watch(permit: Permit): Permit {
    const { account, target } = permit;
    const touched =
      <Args extends unknown[]>(how: (...args: Args) => void) =>
      (...args: Args) => {
        how(...args);
        touch(account);
      };
    touch(account);
    return {
      account,
      target,
      async start() {
        await permit.start();
        touch(account);
      },
      settle: touched((...args: Parameters<Permit['settle']>) => permit.settle(...args)),
      fail: touched((...args: Parameters<Permit['fail']>) => permit.fail(...args)),
      cancel: touched(() => permit.cancel()),
    };
  }

  function offered(): readonly OfferedGroup[] {
    const groups = Map.groupBy(accounts.values(), nameOf);
    return [...groups].map(([name, [account]]) => ({
      name,
      provider: account!.provider,
      capacity: capacityOf(account!),
      routes: [...pool.routes].flatMap(([route, targets]) =>
        targets.some(({ provider }) => provider === account!.provider) ? [route] : [],
      ),
    }));
  }

  function used(): ReadonlyMap<string, number> {
    const statuses = Map.groupBy(balancer.status().accounts, ({ accountId }) => {
      const account = accounts.get(accountId);
      return account === undefined ? '' : nameOf(account);
    });
    const now = clock.now();
    const free = [...touchedAt].map(([name, at]) => {
      const found = statuses.get(name) ?? [];
      const names = new Set(found.flatMap(({ limits }) => limits.map((limit) => limit.name)));
      const isBusy = found.some(({ inFlight }) => inFlight > 0) && dependsOnCalls(names);
      return [name, isBusy ? Number.POSITIVE_INFINITY : at + windowOf(names) + settings.limitGuardMs] as const;
    });
    return new Map(free.filter(([, at]) => at > now));
  }

  return {
    balancer: {
      ...balancer,
      acquire: async (request, signal) => watch(await balancer.acquire(request, signal)),
      add(account) {
        accounts.set(account.id, account);
        if (account.disabled === true) disabled.add(account.id);
        else disabled.delete(account.id);
        isOff.delete(account.id);
        balancer.add(account);
        apply(account);
      },
      remove(accountId) {
        accounts.delete(accountId);
        isOff.delete(accountId);
        balancer.remove(accountId);
      },
      setDisabled(accountId, isDisabled) {
        if (isDisabled) disabled.add(accountId);
        else disabled.delete(accountId);
        const account = accounts.get(accountId);
        if (account !== undefined) apply(account);
      },
      close() {
        clearTimer();
        balancer.close();
      },
    },
    shares: {
      offered,
      used,
      assign(given) {
        own = given;
        applyAll();
      },
    },
  };
}

/** Accounts of one quota group are counted together, whatever their keys. */
function nameOf({ provider, quotaGroup, id }: Account): string {
  return `${provider}/${quotaGroup ?? id}`;
}

/** What a vendor counts when a request comes does not depend on its end. */
function dependsOnCalls(names: ReadonlySet<LimitName>): boolean {
  return [...names].some((name) => !name.startsWith('requests')) || names.size === 0;
}

function windowOf(names: ReadonlySet<LimitName>): number {
  if ([...names].some((name) => name.endsWith('PerMinute'))) return MINUTE_MS;
  return names.has('requestsPerSecond') ? SECOND_MS : 0;
}

function capacityOf({ limits = {}, limitsByFamily = {}, share = 1 }: Account): number {
  const all = [limits, ...Object.values(limitsByFamily)];
  return Math.max(...all.map(callsOf)) * share;
}

function callsOf(limits: Limits): number {
  const { requestsPerMinute, requestsPerSecond, maxConcurrent, tokensPerMinute, inputTokensPerMinute } = limits;
  const bounds = [
    requestsPerMinute,
    requestsPerSecond && requestsPerSecond * 60,
    maxConcurrent && maxConcurrent * CALLS_A_MINUTE,
    tokensPerMinute && tokensPerMinute / CALL_TOKENS,
    inputTokensPerMinute && inputTokensPerMinute / CALL_TOKENS,
  ].filter((bound) => bound !== undefined);
  return bounds.length === 0 ? UNKNOWN_CAPACITY : Math.min(...bounds);
}
