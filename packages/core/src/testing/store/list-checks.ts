import assert from 'node:assert/strict';
import type { Store } from '../../ports/store.ts';
import { idsOf, readAll, theEnd, theStart } from './events.ts';
import type { StoreCheck } from './store-check.ts';

/** Four runs: `a` to `c` ended at 100, 200 and 300, `d` never. */
async function fill(store: Store): Promise<void> {
  for (const [index, runId] of ['a', 'b', 'c'].entries()) {
    await store.append(runId, [theStart(runId, 10 + index), theEnd(runId, 100 * (index + 1))]);
  }
  await store.append('d', [theStart('d', 5)]);
}

export const LIST_CHECKS: Readonly<Record<string, StoreCheck>> = {
  'lists runs, the newest first, with how they ended': async (store) => {
    await store.append('b', [theStart('b', 5)]);
    await store.append('a', [theStart('a', 6), theEnd('a', 9)]);
    assert.deepEqual(await store.list(), [
      { runId: 'a', goal: 'Do it.', startedAt: 6, status: 'done', endedAt: 9, lastSeq: 2 },
      { runId: 'b', goal: 'Do it.', startedAt: 5, lastSeq: 1 },
    ]);
  },

  'lists what has ended, what has not, and no more than asked for': async (store) => {
    await fill(store);
    assert.deepEqual(await idsOf(store, { state: 'unfinished' }), ['d']);
    assert.deepEqual(await idsOf(store, { state: 'ended' }), ['a', 'b', 'c']);
    assert.deepEqual(await idsOf(store, { limit: 2 }), ['b', 'c']);
  },

  'does not list a run that was only leased': async (store) => {
    await store.lease('run', { owner: 'ann', forMs: 1_000 });
    assert.deepEqual(await store.list(), []);
  },

  'removes ended runs by age, the oldest first, step by step': async (store) => {
    await fill(store);
    assert.equal(await store.prune({ endedBefore: 250, maxRuns: 1 }), 1);
    assert.deepEqual(await idsOf(store), ['b', 'c', 'd']);
    assert.equal(await store.prune({ endedBefore: 250, maxRuns: 10 }), 1);
    assert.deepEqual(await idsOf(store), ['c', 'd']);
    assert.deepEqual(await readAll(store, 'a'), []);
    assert.equal(await store.prune({ endedBefore: 250, maxRuns: 10 }), 0);
  },

  'removes ended runs by count, and never one that has not ended': async (store) => {
    await fill(store);
    assert.equal(await store.prune({ keep: 1, maxRuns: 10 }), 2);
    assert.deepEqual(await idsOf(store), ['c', 'd']);
    assert.equal(await store.prune({ keep: 0, endedBefore: 10_000, maxRuns: 10 }), 1);
    assert.deepEqual(await idsOf(store), ['d']);
    assert.deepEqual((await readAll(store, 'd')).length, 1);
  },
};
