import assert from 'node:assert/strict';
import { anEvent, readAll, theStart } from './events.ts';
import type { StoreCheck } from './store-check.ts';

const FENCED = { code: 'MANYHANDS_STORE_FENCED' };

export const LEASE_CHECKS: Readonly<Record<string, StoreCheck>> = {
  'gives a run to one at a time, and says who has it': async (store, clock) => {
    const held = await store.lease('run', { owner: 'ann', forMs: 1_000 });
    assert.deepEqual(held, { runId: 'run', owner: 'ann', fence: held.fence, expiresAt: clock.now() + 1_000 });
    assert.deepEqual(await store.lease('run', { owner: 'bob', forMs: 1_000 }), held);
    assert.equal((await store.lease('other', { owner: 'bob', forMs: 1_000 })).owner, 'bob');
  },

  'gives a run to one of many that ask at the same time': async (store) => {
    const owners = Array.from({ length: 20 }, (_, index) => `owner ${index}`);
    const answers = await Promise.all(owners.map((owner) => store.lease('run', { owner, forMs: 1_000 })));
    assert.equal(answers.filter((answer, index) => answer.owner === owners[index]).length, 1);
    assert.equal(new Set(answers.map(({ owner }) => owner)).size, 1);
  },

  'takes a run over when its lease has expired, and not before': async (store, clock) => {
    const first = await store.lease('run', { owner: 'ann', forMs: 1_000 });
    await clock.advance(999);
    assert.equal((await store.lease('run', { owner: 'bob', forMs: 1_000 })).owner, 'ann');
    await clock.advance(1);
    const second = await store.lease('run', { owner: 'bob', forMs: 1_000 });
    assert.equal(second.owner, 'bob');
    assert.ok(second.fence > first.fence);
  },

  'keeps a lease that is renewed': async (store, clock) => {
    const first = await store.lease('run', { owner: 'ann', forMs: 1_000 });
    await clock.advance(900);
    const renewed = await store.renew(first, 1_000);
    assert.deepEqual(renewed, { ...first, expiresAt: clock.now() + 1_000 });
    await clock.advance(900);
    assert.equal((await store.lease('run', { owner: 'bob', forMs: 1_000 })).owner, 'ann');
  },

  'takes a run from an owner that is gone, once': async (store) => {
    const { fence } = await store.lease('run', { owner: 'gone', forMs: 1_000_000 });
    const bob = await store.lease('run', { owner: 'bob', forMs: 1_000, from: fence });
    assert.equal(bob.owner, 'bob');
    assert.deepEqual(await store.lease('run', { owner: 'eve', forMs: 1_000, from: fence }), bob);
  },

  'refuses what an earlier holder of the lease does, and keeps nothing of it': async (store, clock) => {
    const late = await store.lease('run', { owner: 'ann', forMs: 1_000 });
    await store.append('run', [theStart()], late.fence);
    await clock.advance(1_000);
    // Nobody has taken it meanwhile: still its own.
    await store.append('run', [anEvent(2)], late.fence);
    const taken = await store.lease('run', { owner: 'bob', forMs: 1_000 });
    await assert.rejects(async () => store.append('run', [anEvent(3)], late.fence), FENCED);
    // Not even what is there already: it must learn that it is out.
    await assert.rejects(async () => store.append('run', [anEvent(2)], late.fence), FENCED);
    await assert.rejects(async () => store.renew(late, 1_000), FENCED);
    await store.release(late);
    assert.equal((await store.lease('run', { owner: 'eve', forMs: 1_000 })).owner, 'bob');
    await store.append('run', [anEvent(3)], taken.fence);
    assert.deepEqual(await readAll(store, 'run'), [theStart(), anEvent(2), anEvent(3)]);
  },

  'frees a run when its lease is given back': async (store) => {
    const first = await store.lease('run', { owner: 'ann', forMs: 1_000 });
    await store.release(first);
    const second = await store.lease('run', { owner: 'bob', forMs: 1_000 });
    assert.equal(second.owner, 'bob');
    assert.ok(second.fence > first.fence);
  },
};
