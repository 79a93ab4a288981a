import type { Account } from '../../domain/account.ts';
import type { Target } from '../../domain/target.ts';
import type { Provider } from '../../ports/provider.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { createGroups, limitsOf, type GroupsOptions } from './groups.ts';
import type { Member, Place, PooledGroup } from './place.ts';
import { createTargets, type PooledTarget } from './targets.ts';

/** The accounts, where calls can go with them, and what the vendors count of them. */
export interface AccountPool {
  readonly members: ReadonlyMap<string, Member>;
  /** An account that is known by its id gets its new key and limits. */
  add(account: Account): void;
  /** Calls under way end; it is gone when the last of them has. */
  remove(accountId: string): void;
  onStarted(place: Place): void;
  /** @param hasRoom the call gave room back */
  onEnded(place: Place, hasRoom: boolean): void;
  /** Something about the account has changed that may let calls go. */
  reopen(member: Member): void;
  target(target: Target): PooledTarget;
  /** Places of the account that were asked for so far. */
  placesOf(accountId: string): readonly Place[];
  /** Its groups that were asked for so far, that of the provider's default model included. */
  groupsOf(account: Account): readonly PooledGroup[];
}

export interface AccountPoolOptions extends GroupsOptions {
  readonly providers: readonly Provider[];
}

export function createAccountPool(options: AccountPoolOptions): AccountPool {
  const { clock, random } = options;
  const providers = new Map(options.providers.map((provider) => [provider.id, provider]));
  const members = new Map<string, Member>();
  const groups = createGroups(options);
  const targets = createTargets(providers, random, (opened) => {
    for (const member of members.values()) put(member, opened);
  });

  function put(member: Member, { target, provider, places, shelf }: PooledTarget): void {
    const { account } = member;
    if (provider === undefined || account.provider !== target.provider) return;
    const group = groups.of(account, provider.quota.family(target.model), provider);
    const place = { member, target, provider, group, breaker: new CircuitBreaker(), shelf };
    group.places.push(place);
    places.set(account.id, place);
    shelf.add(place, clock.now());
  }

  function drop({ account: { id } }: Member): void {
    members.delete(id);
    for (const { places, shelf } of targets.all()) {
      const place = places.get(id);
      if (place === undefined) continue;
      places.delete(id);
      shelf.remove(place);
      place.group.places.splice(place.group.places.indexOf(place), 1);
    }
  }

  function add(account: Account): void {
    const isDisabled = account.disabled === true;
    const member = { account, isDisabled, hasBadKey: false, isDraining: false, inFlight: 0 };
    members.set(account.id, member);
    for (const opened of targets.all()) put(member, opened);
  }

  function renew(member: Member, account: Account): void {
    Object.assign(member, { account, isDisabled: account.disabled === true, hasBadKey: false, isDraining: false });
    for (const { quota } of groups.all(account)) quota.restate(limitsOf(account, quota.family), clock.now());
    reopen(member);
  }

  function reopen(member: Member): void {
    for (const { shelf, places } of targets.all()) {
      const place = places.get(member.account.id);
      if (place !== undefined) shelf.reopen(place, clock.now());
    }
  }

  function placesOf(accountId: string): readonly Place[] {
    return [...targets.all()].flatMap(({ places }) => places.get(accountId) ?? []);
  }

  return {
    members,
    add(account) {
      const known = members.get(account.id);
      if (known !== undefined && isCountedWith(known.account, account)) return renew(known, account);
      if (known !== undefined) drop(known);
      add(account);
    },
    remove(accountId) {
      const member = members.get(accountId);
      if (member === undefined) return;
      member.isDraining = true;
      if (member.inFlight === 0) drop(member);
    },
    onStarted({ member, group }) {
      member.inFlight += 1;
      for (const place of group.places) place.shelf.onStarted(place, clock.now());
    },
    onEnded({ member, group }, hasRoom) {
      member.inFlight -= 1;
      const isLast = member.inFlight === 0 && members.get(member.account.id) === member;
      if (member.isDraining && isLast) drop(member);
      for (const place of group.places) place.shelf.onEnded(place, hasRoom, clock.now());
    },
    reopen,
    target: targets.of,
    placesOf,
    groupsOf(account) {
      const provider = providers.get(account.provider);
      if (provider?.defaultModel !== undefined) {
        groups.of(account, provider.quota.family(provider.defaultModel), provider);
      }
      return groups.all(account);
    },
  };
}

/** The vendor counts them together in the same way. */
function isCountedWith(known: Account, account: Account): boolean {
  return (
    known.provider === account.provider &&
    known.quotaGroup === account.quotaGroup &&
    (known.share ?? 1) === (account.share ?? 1)
  );
}
