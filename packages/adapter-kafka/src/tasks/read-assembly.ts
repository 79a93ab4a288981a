import type { GroupDescription, KafkaAdmin } from '../client/kafka-client.ts';
import type { GroupOwners } from './assign-groups.ts';
import { patiently } from '../read/patiently.ts';
import { decodeAssignment } from './group-protocol.ts';
import { decodeState, fromKey, toKey, type MemberState, type PartitionKey } from './member-state.ts';
import { decodeProgress, NOTHING_DONE, type Progress } from './progress.ts';
import type { Claims } from './task-desk.ts';

/** What all have said when the group assembled, and what was given to one of them. */
export interface Assembly {
  readonly epoch: number;
  readonly partitions: readonly PartitionKey[];
  readonly states: readonly MemberState[];
  readonly claims: Claims;
  /** Workers by quota group. */
  readonly owners: GroupOwners;
}

/** @returns nothing when the group assembles anew */
export function readAssembly({ state, members }: GroupDescription, memberId: string): Assembly | undefined {
  const own = members.find((member) => member.memberId === memberId);
  if (state !== 'Stable' || own === undefined) return undefined;
  const states = members.flatMap(({ memberMetadata }) => decodeState(memberMetadata) ?? []);
  const { assignment, userData } = decodeAssignment(own.memberAssignment);
  return {
    epoch: 1 + Math.max(0, ...states.map(({ epoch }) => epoch)),
    partitions: [...assignment].flatMap(([topic, partitions]) => partitions.map((index) => toKey(topic, index))),
    states,
    claims: toClaims(states),
    owners: userData.length === 0 ? {} : (JSON.parse(userData.toString()) as GroupOwners),
  };
}

function toClaims(states: readonly MemberState[]): Claims {
  const claims = new Map<PartitionKey, Map<number, string>>();
  for (const { worker, claims: own } of states) {
    for (const [key, offsets] of Object.entries(own)) {
      const known = claims.get(key) ?? new Map<number, string>();
      claims.set(key, known);
      for (const offset of offsets) known.set(offset, worker);
    }
  }
  return claims;
}

/** As whoever had the partition last said; of those whose last owner is gone, as it committed. */
export async function readProgress(
  keys: readonly PartitionKey[],
  { states }: Assembly,
  { admin, groupId }: { readonly admin: KafkaAdmin; readonly groupId: string },
): Promise<ReadonlyMap<PartitionKey, Progress>> {
  const known = new Map<PartitionKey, Progress>();
  for (const { owned } of states.toSorted((a, b) => a.epoch - b.epoch)) {
    for (const key of keys) if (owned[key] !== undefined) known.set(key, owned[key]);
  }
  const unknown = keys.filter((key) => !known.has(key));
  if (unknown.length === 0) return known;
  const topics = [...new Set(unknown.map((key) => fromKey(key).topic))];
  const committed = await readCommitted({ admin, groupId, topics });
  for (const key of unknown) known.set(key, committed.get(key) ?? NOTHING_DONE);
  return known;
}

export async function readCommitted({
  admin,
  groupId,
  topics,
}: {
  readonly admin: KafkaAdmin;
  readonly groupId: string;
  readonly topics: string[];
}): Promise<ReadonlyMap<PartitionKey, Progress>> {
  const committed = await patiently(() => admin.fetchOffsets({ groupId, topics }));
  return new Map(
    committed.flatMap(({ topic, partitions }) =>
      partitions
        .filter(({ offset }) => Number(offset) >= 0)
        .map(({ partition, offset, metadata }) => [toKey(topic, partition), decodeProgress(Number(offset), metadata)]),
    ),
  );
}
