import { assignGroups, routeWeight, type GroupOwners } from './assign-groups.ts';
import { assignPartitions, type AssignedMember } from './assign-partitions.ts';
import { encodeAssignment } from './group-protocol.ts';
import { decodeState, fromKey, type MemberState, type PartitionKey } from './member-state.ts';

interface JoinedMember {
  readonly memberId: string;
  readonly memberMetadata: Buffer;
}

/** Done by the member that the broker has chosen to lead: quota groups first, then tasks to where they can be called. */
export function assignAll(members: readonly JoinedMember[]) {
  const joined = members.flatMap(({ memberId, memberMetadata }) => {
    const state = decodeState(memberMetadata);
    return state === undefined ? [] : [{ memberId, state }];
  });
  const states = joined.map(({ state }) => state);
  const owners = assignGroups(states);
  const userData = Buffer.from(JSON.stringify(owners));
  const assigned = assignPartitions(states.map((state) => toAssigned(state, states, owners)));
  return joined.map(({ memberId, state }) => ({
    memberId,
    memberAssignment: encodeAssignment(toTopics(assigned.get(state.worker) ?? []), userData),
  }));
}

function toAssigned(state: MemberState, states: readonly MemberState[], owners: GroupOwners): AssignedMember {
  return {
    ...state,
    weightOf(topic) {
      const route = state.routes[topic];
      if (state.weight === 0 || route === undefined) return state.weight;
      const isServed = states.some((other) => routeWeight(route, other, owners) > 0);
      return isServed ? routeWeight(route, state, owners) : state.weight;
    },
  };
}

function toTopics(keys: readonly PartitionKey[]): ReadonlyMap<string, readonly number[]> {
  const byTopic = Map.groupBy(keys.map(fromKey), ({ topic }) => topic);
  return new Map([...byTopic].map(([topic, found]) => [topic, found.map(({ partition }) => partition)]));
}
