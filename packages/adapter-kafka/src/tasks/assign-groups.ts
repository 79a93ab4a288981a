import type { OfferedGroup } from '@manyhands/core';
import type { MemberState } from './member-state.ts';

export type GroupOwners = Readonly<Record<string, string>>;

type Member = Pick<MemberState, 'worker' | 'epoch' | 'weight' | 'groups' | 'owners'>;

/**
 * Which worker has which quota group: each one's groups of a provider can do about the same, and whoever has one keeps it as far
 * as that allows.
 */
export function assignGroups(members: readonly Member[]): GroupOwners {
  const takers = members.filter(({ weight }) => weight > 0);
  const offers = new Map(takers.flatMap(({ groups }) => groups.map((group) => [group.name, group] as const)));
  const last = lastOwners(members);
  const total = new Map(takers.map(({ worker }) => [worker, 0]));
  const owners: Record<string, string> = {};
  for (const groups of Map.groupBy(offers.values(), ({ provider }) => provider).values()) {
    const assigned = assignProvider(groups, takers, last, total);
    for (const [{ name, capacity }, worker] of assigned) {
      owners[name] = worker;
      total.set(worker, total.get(worker)! + capacity);
    }
  }
  return owners;
}

/** As of the last assembly that any of them took part in. */
export function lastOwners(members: readonly Pick<MemberState, 'epoch' | 'owners'>[]): GroupOwners {
  return members.reduce((latest, member) => (member.epoch > latest.epoch ? member : latest), { epoch: 0, owners: {} })
    .owners;
}

function assignProvider(
  groups: readonly OfferedGroup[],
  takers: readonly Member[],
  last: GroupOwners,
  total: ReadonlyMap<string, number>,
): ReadonlyMap<OfferedGroup, string> {
  const loads = new Map(takers.map(({ worker }) => [worker, 0]));
  const fairShare = groups.reduce((sum, { capacity }) => sum + capacity, 0) / takers.length;
  const assigned = new Map<OfferedGroup, string>();
  const ordered = groups.toSorted((a, b) => b.capacity - a.capacity || (a.name < b.name ? -1 : 1));

  function give(group: OfferedGroup, worker: string): void {
    assigned.set(group, worker);
    loads.set(worker, loads.get(worker)! + group.capacity);
  }

  for (const group of ordered) {
    const owner = last[group.name];
    const load = owner === undefined ? undefined : loads.get(owner);
    // With the half of it a worker is nearer to its share than without.
    if (load !== undefined && load + group.capacity / 2 <= fairShare) give(group, owner!);
  }
  for (const group of ordered) {
    if (assigned.has(group)) continue;
    const able = takers.filter(({ groups: offered }) => offered.some(({ name }) => name === group.name));
    const [least] = able.toSorted(
      (a, b) =>
        loads.get(a.worker)! - loads.get(b.worker)! ||
        total.get(a.worker)! - total.get(b.worker)! ||
        (a.worker < b.worker ? -1 : 1),
    );
    give(group, least!.worker);
  }
  return assigned;
}

/** How much of the work of a route a worker can do with the groups it has. Where nobody has any, all are equal. */
export function routeWeight(
  route: string,
  member: Pick<MemberState, 'worker' | 'groups'>,
  owners: GroupOwners,
): number {
  return member.groups.reduce(
    (sum, { name, capacity, routes }) =>
      owners[name] === member.worker && routes.includes(route) ? sum + capacity : sum,
    0,
  );
}
