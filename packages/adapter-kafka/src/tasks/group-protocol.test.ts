import kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import { decodeAssignment, decodeMetadata, encodeAssignment, encodeMetadata } from './group-protocol.ts';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;

it('writes what a member says of itself as other clients read it, and reads what they write', () => {
  const said = { topics: ['a', 'böse'], userData: Buffer.from('{"weight":1}') };
  expect(MemberMetadata.decode(encodeMetadata(said))).toEqual({ version: 0, ...said });
  expect(decodeMetadata(MemberMetadata.encode({ version: 1, ...said }))).toEqual(said);
});

it('writes what a member is given as other clients read it, and reads what they write', () => {
  const assignment = { a: [0, 7], b: [3] };
  const decoded = MemberAssignment.decode(encodeAssignment(new Map(Object.entries(assignment))));
  expect(decoded).toEqual({ version: 0, assignment, userData: Buffer.alloc(0) });
  const given = MemberAssignment.encode({ version: 0, assignment, userData: Buffer.from('x') });
  expect(decodeAssignment(given)).toEqual({
    assignment: new Map(Object.entries(assignment)),
    userData: Buffer.from('x'),
  });
});

it('reads an empty assignment as none', () => {
  expect(decodeAssignment(Buffer.alloc(0)).assignment.size).toBe(0);
});
