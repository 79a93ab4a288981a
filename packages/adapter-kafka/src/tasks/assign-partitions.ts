import { fromKey, toKey, type MemberState, type PartitionKey } from './member-state.ts';

export type AssignedMember = Pick<MemberState, 'worker' | 'epoch' | 'topics' | 'owned'> & {
  /** How much it can do beside others with the tasks of a topic. */
  weightOf(topic: string): number;
};

/**
 * Who reads which partitions: each topic among those who take from it, in proportion to their weights, and everybody keeps what
 * it has as far as that allows. Tasks are published to the partitions in turn, so neighbours go to different workers.
 */
export function assignPartitions(members: readonly AssignedMember[]): ReadonlyMap<string, readonly PartitionKey[]> {
  const assigned = new Map<string, PartitionKey[]>(members.map(({ worker }) => [worker, []]));
  const topics = new Map(members.flatMap((member) => Object.entries(member.topics)));
  for (const [topic, partitions] of topics) {
    const readers = members.filter((member) => topic in member.topics && member.weightOf(topic) > 0);
    if (readers.length === 0) continue;
    for (const [worker, keys] of assignTopic(topic, partitions, readers)) assigned.get(worker)!.push(...keys);
  }
  return assigned;
}

function assignTopic(
  topic: string,
  partitions: number,
  readers: readonly AssignedMember[],
): ReadonlyMap<string, readonly PartitionKey[]> {
  const shares = toShares(topic, partitions, readers);
  const owners = findOwners(topic, readers);
  const kept = new Map(readers.map((reader) => [reader.worker, keep(reader, owners, shares.get(reader.worker)!)]));
  const taken = new Set([...kept.values()].flat());
  const free = Array.from({ length: partitions }, (_, index) => toKey(topic, index)).filter((key) => !taken.has(key));
  // In turn, to whoever lacks most of its share.
  for (const key of free) {
    const lacking = (worker: string) => shares.get(worker)! - kept.get(worker)!.length;
    const [neediest] = [...kept.keys()].toSorted((a, b) => lacking(b) - lacking(a));
    kept.get(neediest!)!.push(key);
  }
  return kept;
}

/** Largest remainders. Of equals, whoever comes first in an order of the topic's own, so that not always the same gets more. */
function toShares(topic: string, partitions: number, readers: readonly AssignedMember[]): ReadonlyMap<string, number> {
  const total = readers.reduce((sum, reader) => sum + reader.weightOf(topic), 0);
  const exact = readers.map((reader) => ({
    worker: reader.worker,
    share: (partitions * reader.weightOf(topic)) / total,
  }));
  const shares = new Map(exact.map(({ worker, share }) => [worker, Math.floor(share)]));
  const left = partitions - [...shares.values()].reduce((sum, share) => sum + share, 0);
  const rest = ({ share }: { readonly share: number }) => share - Math.floor(share);
  const owned = (worker: string) =>
    Object.keys(readers.find((reader) => reader.worker === worker)!.owned).filter((key) => fromKey(key).topic === topic)
      .length;
  const order = exact.toSorted(
    (a, b) => rest(b) - rest(a) || owned(b.worker) - owned(a.worker) || (a.worker < b.worker ? -1 : 1),
  );
  for (const { worker } of order.slice(0, left)) shares.set(worker, shares.get(worker)! + 1);
  return shares;
}

/** Of two that say they have it, who has been in the group since. */
function findOwners(topic: string, readers: readonly AssignedMember[]): ReadonlyMap<PartitionKey, string> {
  const owners = new Map<PartitionKey, string>();
  for (const { worker, owned } of readers.toSorted((a, b) => a.epoch - b.epoch)) {
    for (const key in owned) if (fromKey(key).topic === topic) owners.set(key, worker);
  }
  return owners;
}

/** Spread over those it has, so that what is left for others is spread, too. */
function keep({ worker }: AssignedMember, owners: ReadonlyMap<PartitionKey, string>, share: number): PartitionKey[] {
  const own = [...owners].flatMap(([key, owner]) => (owner === worker ? [key] : []));
  own.sort((a, b) => fromKey(a).partition - fromKey(b).partition);
  if (own.length <= share) return own;
  return Array.from({ length: share }, (_, index) => own[Math.floor((index * own.length) / share)]!);
}
