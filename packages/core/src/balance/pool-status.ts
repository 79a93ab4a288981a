import { toTargetName } from '../domain/target.ts';
import type { AccountStatus } from '../ports/balancer.ts';
import type { Pauses } from './pauses.ts';
import type { AccountPool, Member } from './pool.ts';
import type { QuotaGroup } from './quota-group.ts';

/** The pool as it is now, account by account and family by family: plain data. */
export function toAccountStatuses(pool: AccountPool, pauses: Pauses, now: number): readonly AccountStatus[] {
  return [...pool.members.values()].flatMap((member) =>
    pool
      .groupsOf(member.account)
      .map((group) => toStatus(member, group, pausedBy(pool, pauses, member, group, now), now)),
  );
}

function toStatus({ account }: Member, group: QuotaGroup, paused: AccountStatus['paused'], now: number): AccountStatus {
  return {
    accountId: account.id,
    provider: account.provider,
    ...(account.owner !== undefined && { owner: account.owner }),
    quotaGroup: account.quotaGroup ?? account.id,
    family: group.family,
    inFlight: group.inFlight,
    limits: group.limits(now),
    ...(paused !== undefined && { paused }),
  };
}

function pausedBy(
  pool: AccountPool,
  pauses: Pauses,
  member: Member,
  group: QuotaGroup,
  now: number,
): AccountStatus['paused'] {
  if (member.hasBadKey) return { reason: 'credential' };
  if (member.isDisabled) return { reason: 'disabled' };
  const pause = pauses.get(group.key, now);
  if (pause !== undefined) return pause;
  for (const place of pool.placesSeen(member.account.id)) {
    if (place.group !== group) continue;
    const overload = pauses.get(toTargetName(place.target), now);
    if (overload !== undefined) return overload;
    const { openUntil } = place.breaker;
    if (openUntil !== undefined) return { reason: 'circuit-open', until: openUntil };
  }
  return undefined;
}
