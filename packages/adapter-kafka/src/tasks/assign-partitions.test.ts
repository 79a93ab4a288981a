import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignPartitions, type AssignedMember } from './assign-partitions.ts';
import { fromKey, toKey } from './member-state.ts';

const PARTITIONS = 12;

function aMember(worker: string, weight = 1): AssignedMember {
  return { worker, epoch: 1, topics: { t: PARTITIONS }, weightOf: () => weight, owned: {} };
}

function owning(member: AssignedMember, keys: readonly string[], epoch = 1): AssignedMember {
  const owned = Object.fromEntries(keys.map((key) => [key, { next: 0, end: 0, open: [] }]));
  return { ...member, epoch, owned };
}

const group = fc.uniqueArray(
  fc.record({ worker: fc.string({ minLength: 1 }), weight: fc.integer({ min: 0, max: 5 }), owns: fc.nat(4_095) }),
  { selector: ({ worker }) => worker, minLength: 1, maxLength: 8 },
);

describe('the assignment of partitions', () => {
  it('gives every partition to one worker that takes from its topic', () => {
    fc.assert(
      fc.property(group, (members) => {
        const all = members.map(({ worker, weight, owns }) => {
          const keys = Array.from({ length: PARTITIONS }, (_, index) => index).filter((index) => (owns >> index) & 1);
          return owning(
            aMember(worker, weight),
            keys.map((index) => toKey('t', index)),
          );
        });
        const given = [...assignPartitions(all).values()].flat().map((key) => fromKey(key).partition);
        const isServed = members.some(({ weight }) => weight > 0);
        expect(given.toSorted((a, b) => a - b)).toEqual(
          isServed ? Array.from({ length: PARTITIONS }, (_, index) => index) : [],
        );
      }),
    );
  });

  it('moves nothing when nothing changes', () => {
    const members = ['a', 'b', 'c'].map((worker) => aMember(worker));
    const first = assignPartitions(members);
    const again = assignPartitions(members.map((member) => owning(member, first.get(member.worker)!)));
    expect(again).toEqual(first);
  });

  it('moves only what a worker that joins is to have', () => {
    const first = assignPartitions([aMember('a'), aMember('b')]);
    const members = ['a', 'b', 'c'].map((worker) => owning(aMember(worker), first.get(worker) ?? []));
    const second = assignPartitions(members);
    expect(second.get('c')).toHaveLength(4);
    for (const worker of ['a', 'b'])
      expect(first.get(worker)).toEqual(expect.arrayContaining([...second.get(worker)!]));
  });

  it('gives in proportion to the weights, and nothing to who stands back', () => {
    const given = assignPartitions([aMember('a', 3), aMember('b'), aMember('c', 0)]);
    expect([...given.values()].map((keys) => keys.length)).toEqual([9, 3, 0]);
  });

  it('gives neighbours to different workers, so that few tasks are shared, too', () => {
    const alone = assignPartitions([aMember('a')]);
    const given = assignPartitions([owning(aMember('a'), alone.get('a')!), aMember('b')]);
    const partitions = given.get('b')!.map((key) => fromKey(key).partition);
    expect(partitions.toSorted((a, b) => a - b)).toEqual([1, 3, 5, 7, 9, 11]);
  });

  it('believes who has been in the group since when two say that they have a partition', () => {
    const keys = Array.from({ length: PARTITIONS }, (_, index) => toKey('t', index));
    const given = assignPartitions([
      owning(aMember('back'), keys, 3),
      owning(aMember('a'), keys.slice(0, 6), 7),
      owning(aMember('b'), keys.slice(6), 7),
    ]);
    expect(keys.slice(0, 6)).toEqual(expect.arrayContaining([...given.get('a')!]));
    expect(keys.slice(6)).toEqual(expect.arrayContaining([...given.get('b')!]));
  });
});
