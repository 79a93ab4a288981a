import * as fc from 'fast-check';
import type { OfferedGroup } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { assignGroups, type GroupOwners } from './assign-groups.ts';

function groupsOf(capacities: readonly number[], provider = 'p'): readonly OfferedGroup[] {
  return capacities.map((capacity, index) => ({ name: `${provider}/${index}`, provider, capacity, routes: ['any'] }));
}

function aMember(
  worker: string,
  groups: readonly OfferedGroup[],
  facts: { owners?: GroupOwners; weight?: number } = {},
) {
  return { worker, epoch: 1, weight: 1, groups, owners: {}, ...facts };
}

function capacitiesOf(owners: GroupOwners, groups: readonly OfferedGroup[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { name, capacity } of groups) sums[owners[name]!] = (sums[owners[name]!] ?? 0) + capacity;
  return sums;
}

describe('the assignment of quota groups', () => {
  it('gives every group to exactly one worker that could use it', () => {
    const capacities = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(capacities, fc.integer({ min: 1, max: 6 }), (given, count) => {
        const groups = groupsOf(given);
        const members = Array.from({ length: count }, (_, index) => aMember(`w${index}`, groups));
        const owners = assignGroups(members);
        expect(new Set(Object.keys(owners))).toEqual(new Set(groups.map(({ name }) => name)));
        expect(Object.values(owners).every((worker) => members.some((member) => member.worker === worker))).toBe(true);
      }),
    );
  });

  it('gives each about the same', () => {
    const groups = groupsOf(Array(10).fill(60));
    const owners = assignGroups(['a', 'b', 'c', 'd'].map((worker) => aMember(worker, groups)));
    expect(Object.values(capacitiesOf(owners, groups)).toSorted((a, b) => a - b)).toEqual([120, 120, 180, 180]);
  });

  it('moves nothing when nothing changes, and little when a worker joins', () => {
    const groups = groupsOf(Array(10).fill(60));
    const first = assignGroups(['a', 'b', 'c'].map((worker) => aMember(worker, groups)));
    const again = assignGroups(['a', 'b', 'c'].map((worker) => aMember(worker, groups, { owners: first })));
    expect(again).toEqual(first);
    const joined = assignGroups(['a', 'b', 'c', 'd'].map((worker) => aMember(worker, groups, { owners: first })));
    const moved = Object.keys(first).filter((name) => joined[name] !== first[name]);
    expect(moved.length).toBeLessThanOrEqual(3);
    expect(moved.every((name) => joined[name] === 'd')).toBe(true);
  });

  it('lets the surplus stand by when there are more workers than groups, and takes all from who stands back', () => {
    const groups = groupsOf([60, 60]);
    const owners = assignGroups(['a', 'b', 'c'].map((worker) => aMember(worker, groups)));
    expect(new Set(Object.values(owners)).size).toBe(2);
    const [one] = Object.values(owners);
    const members = ['a', 'b', 'c'].map((worker) =>
      aMember(worker, groups, { owners, weight: worker === one ? 0 : 1 }),
    );
    expect(Object.values(assignGroups(members))).not.toContain(one);
  });

  it('gives a group only to who has its account', () => {
    const [first, second] = groupsOf([60, 60]);
    const owners = assignGroups([aMember('a', [first!]), aMember('b', [second!])]);
    expect(owners).toEqual({ 'p/0': 'a', 'p/1': 'b' });
  });
});
