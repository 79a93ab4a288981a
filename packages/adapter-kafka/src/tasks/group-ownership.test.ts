import type { GroupShares } from '@manyhands/core';
import { createManualClock } from '@manyhands/core/testing';
import { describe, expect, it } from 'vitest';
import { createGroupOwnership, type GroupReleased } from './group-ownership.ts';
import type { MemberState } from './member-state.ts';

const GROUP = 'p/one';

/** A worker whose calls have used its groups until the given times. */
function setUp(worker = 'me') {
  const clock = createManualClock();
  const used = new Map<string, number>();
  const notes: GroupReleased[] = [];
  let own: ReadonlyMap<string, number> = new Map();
  const shares: GroupShares = { offered: () => [], used: () => used, assign: (given) => void (own = given) };
  const ownership = createGroupOwnership({ worker, clock, shares, announce: (note) => void notes.push(note) });
  return { clock, used, notes, ownership, own: () => own };
}

function said(worker: string, facts: Partial<MemberState> = {}): MemberState {
  const nothing = { topics: {}, routes: {}, owned: {}, claims: {}, groups: [], used: {}, owners: {} };
  return { worker, epoch: 0, weight: 1, ...nothing, ...facts };
}

const hasIt = (worker: string) => ({ epoch: 1, owners: { [GROUP]: worker } });

describe('a quota group', () => {
  it('that nobody had may be used at once', () => {
    const { ownership, own } = setUp();
    ownership.assemble({ [GROUP]: 'me' }, [said('me')], 1);
    expect(own()).toEqual(new Map([[GROUP, 0]]));
  });

  it('that another had is used from when its windows are empty', () => {
    const { ownership, own } = setUp();
    const other = said('other', { ...hasIt('other'), used: { [GROUP]: 70_000 } });
    ownership.assemble({ [GROUP]: 'me' }, [said('me'), other], 2);
    expect(own()).toEqual(new Map([[GROUP, 70_000]]));
  });

  it('whose calls still hold slots elsewhere is used when their worker tells that they have ended', () => {
    const { ownership, own } = setUp();
    const other = said('other', { ...hasIt('other'), used: { [GROUP]: null } });
    ownership.assemble({ [GROUP]: 'me' }, [said('me'), other], 2);
    expect(own().get(GROUP)).toBe(Number.POSITIVE_INFINITY);
    ownership.hear({ name: GROUP, at: 5, epoch: 1 });
    expect(own().get(GROUP)).toBe(Number.POSITIVE_INFINITY);
    ownership.hear({ name: GROUP, at: 9, epoch: 2 });
    expect(own().get(GROUP)).toBe(9);
  });

  it('whose worker died is used when a minute has passed', () => {
    const { ownership, own, clock } = setUp();
    ownership.assemble({ [GROUP]: 'me' }, [said('me', hasIt('dead'))], 2);
    expect(own().get(GROUP)! - clock.now()).toBeGreaterThanOrEqual(60_000);
  });

  it('stays with its worker as it is when others come', () => {
    const { ownership, own, used } = setUp();
    ownership.assemble({ [GROUP]: 'me' }, [said('me')], 1);
    used.set(GROUP, Number.POSITIVE_INFINITY);
    const states = [said('me', { ...hasIt('me'), used: { [GROUP]: null } }), said('other')];
    ownership.assemble({ [GROUP]: 'me' }, states, 2);
    expect(own()).toEqual(new Map([[GROUP, 0]]));
  });

  it('that another had while its worker was taken for dead is not used as if it had been kept', () => {
    const { ownership, own } = setUp();
    ownership.assemble({ [GROUP]: 'me' }, [said('me')], 1);
    const other = said('other', { epoch: 3, owners: { [GROUP]: 'other' }, used: { [GROUP]: 80_000 } });
    ownership.assemble({ [GROUP]: 'me' }, [said('me', hasIt('me')), other], 4);
    expect(own()).toEqual(new Map([[GROUP, 80_000]]));
  });

  it('that is lost while it is called is told of when its calls have ended, also by who drains', async () => {
    const { ownership, used, notes, clock } = setUp();
    ownership.assemble({ [GROUP]: 'me' }, [said('me')], 1);
    used.set(GROUP, Number.POSITIVE_INFINITY);
    const told = said('me', { ...hasIt('me'), used: { [GROUP]: null } });
    ownership.assemble({ [GROUP]: 'other' }, [told, said('other')], 2);
    expect(notes).toEqual([]);
    const released = ownership.release();
    used.set(GROUP, 42);
    await clock.advance(200);
    await released;
    expect(notes).toEqual([{ name: GROUP, at: 42, epoch: 2 }]);
  });
});
