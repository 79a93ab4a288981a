import type { AccountStatus } from '../../ports/balancer.ts';
import type { Member, PooledGroup } from './place.ts';
import type { AccountPool } from './pool.ts';

type Paused = AccountStatus['paused'];

/** The pool as it is now, account by account and family by family: plain data. */
export function toAccountStatuses(pool: AccountPool, now: number): readonly AccountStatus[] {
  return [...pool.members.values()].flatMap((member) =>
    pool.groupsOf(member.account).map((group) => toStatus(member, group, pausedBy(pool, member, group, now), now)),
  );
}

function toStatus({ account }: Member, { quota }: PooledGroup, paused: Paused, now: number): AccountStatus {
  return {
    accountId: account.id,
    provider: account.provider,
    ...(account.owner !== undefined && { owner: account.owner }),
    quotaGroup: account.quotaGroup ?? account.id,
    family: quota.family,
    inFlight: quota.inFlight,
    limits: quota.limits(now),
    ...(paused !== undefined && { paused }),
  };
}

function pausedBy(pool: AccountPool, member: Member, group: PooledGroup, now: number): Paused {
  if (member.hasBadKey) return { reason: 'credential' };
  if (member.isDraining) return { reason: 'draining' };
  if (member.isDisabled) return { reason: 'disabled' };
  return group.hold.pause(now) ?? pausedPlace(pool, member, group, now);
}

/** What keeps single models of it from being called. */
function pausedPlace(pool: AccountPool, member: Member, group: PooledGroup, now: number): Paused {
  for (const place of pool.placesOf(member.account.id)) {
    if (place.group !== group) continue;
    const overload = pool.target(place.target).hold.pause(now);
    if (overload !== undefined) return overload;
    const { openUntil } = place.breaker;
    if (openUntil !== undefined) return { reason: 'circuit-open', until: openUntil };
  }
  return undefined;
}
