import type { Account } from '../domain/account.ts';
import { toTargetName, type Target } from '../domain/target.ts';
import type { Clock } from '../ports/clock.ts';
import type { Provider } from '../ports/provider.ts';
import { createCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts';
import { createQuotaGroup, type QuotaGroup } from './quota-group.ts';
import { createStartGate, type StartGate } from './start-gate.ts';

/** Where a call can go: a model on an account. */
export interface Place {
  readonly member: Member;
  readonly target: Target;
  readonly provider: Provider;
  readonly group: QuotaGroup;
  readonly breaker: CircuitBreaker;
  readonly gate: StartGate | undefined;
}

/** An account of the pool as it stands. */
export interface Member {
  readonly account: Account;
  isDisabled: boolean;
  /** The vendor does not take its key. */
  hasBadKey: boolean;
  isRemoved: boolean;
}

/** The accounts and what the vendors count of them. */
export interface AccountPool {
  readonly members: ReadonlyMap<string, Member>;
  add(account: Account): void;
  remove(accountId: string): void;
  /** All places that serve the target. The list is the same object until an account comes or goes. */
  placesOf(target: Target): readonly Place[];
  /** Places of the account that were asked for so far. */
  placesSeen(accountId: string): readonly Place[];
  /** Its groups that were asked for so far, that of the provider's default model included. */
  groupsOf(account: Account): readonly QuotaGroup[];
}

export function createAccountPool(
  providers: ReadonlyMap<string, Provider>,
  guardMs: number,
  clock: Clock,
): AccountPool {
  const members = new Map<string, Member>();
  const groups = new Map<string, QuotaGroup>();
  const gates = new Map<string, StartGate | undefined>();
  const breakers = new Map<string, CircuitBreaker>();
  let places = new Map<string, readonly Place[]>();

  function groupKey({ provider, quotaGroup, id }: Account, family: string): string {
    return `${provider}/${quotaGroup ?? id}/${family}`;
  }

  function groupOf(account: Account, family: string, { quota }: Provider): QuotaGroup {
    const key = groupKey(account, family);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const limits = account.limitsByFamily?.[family] ?? account.limits ?? {};
    const share = account.share ?? 1;
    const group = createQuotaGroup({ key, family, limits, rules: quota, share, guardMs });
    const perSecond = limits.requestsPerSecond ?? quota.derive?.(limits).requestsPerSecond;
    groups.set(key, group);
    gates.set(key, perSecond === undefined ? undefined : createStartGate(perSecond * share, clock));
    return group;
  }

  function createPlace(member: Member, target: Target, provider: Provider): Place {
    const group = groupOf(member.account, provider.quota.family(target.model), provider);
    const key = `${member.account.id}/${toTargetName(target)}`;
    const breaker = breakers.get(key) ?? createCircuitBreaker();
    breakers.set(key, breaker);
    return { member, target, provider, group, breaker, gate: gates.get(group.key) };
  }

  return {
    members,
    add(account) {
      members.set(account.id, {
        account,
        isDisabled: account.disabled === true,
        hasBadKey: false,
        isRemoved: false,
      });
      places = new Map();
    },
    remove(accountId) {
      const member = members.get(accountId);
      if (member === undefined) return;
      member.isRemoved = true;
      members.delete(accountId);
      places = new Map();
    },
    placesOf(target) {
      const name = toTargetName(target);
      const known = places.get(name);
      if (known !== undefined) return known;
      const provider = providers.get(target.provider);
      const served = [...members.values()].filter(({ account }) => account.provider === target.provider);
      const found = provider === undefined ? [] : served.map((member) => createPlace(member, target, provider));
      places.set(name, found);
      return found;
    },
    placesSeen: (accountId) => [...places.values()].flat().filter(({ member }) => member.account.id === accountId),
    groupsOf(account) {
      const provider = providers.get(account.provider);
      if (provider?.defaultModel !== undefined)
        groupOf(account, provider.quota.family(provider.defaultModel), provider);
      const prefix = groupKey(account, '');
      return [...groups.values()].filter(({ key }) => key.startsWith(prefix));
    },
  };
}
