import assert from 'node:assert/strict';
import type { RunEvent } from '../domain/event.ts';
import type { Store } from '../ports/store.ts';
import type { ContractCase } from './contract.ts';

function anEvent(seq: number, facts: { readonly runId?: string; readonly pieces?: number } = {}): RunEvent {
  return { type: 'input:closed', runId: 'run', at: 1_000 + seq, pieces: seq, ...facts, seq };
}

function theStart(runId: string): RunEvent {
  return { type: 'run:started', runId, seq: 1, at: 5, goal: { goal: 'Do it.', budget: {} }, criteria: [] };
}

async function readAll(store: Store, runId: string, fromSeq?: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of store.read(runId, fromSeq)) events.push(event);
  return events;
}

const CHECKS: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'gives events back in order, as they were': async (store) => {
    await store.append('run', [theStart('run'), anEvent(2)]);
    await store.append('run', [anEvent(3)]);
    assert.deepEqual(await readAll(store, 'run'), [theStart('run'), anEvent(2), anEvent(3)]);
  },

  'reads on from any sequence number': async (store) => {
    await store.append('run', [theStart('run'), anEvent(2), anEvent(3)]);
    assert.deepEqual(await readAll(store, 'run', 3), [anEvent(3)]);
    assert.deepEqual(await readAll(store, 'run', 4), []);
  },

  'stores an event that is there already only once': async (store) => {
    await store.append('run', [theStart('run'), anEvent(2)]);
    await store.append('run', [anEvent(2), anEvent(3)]);
    assert.deepEqual(
      (await readAll(store, 'run')).map(({ seq }) => seq),
      [1, 2, 3],
    );
  },

  'refuses an append that would leave a gap, and keeps nothing of it': async (store) => {
    await store.append('run', [theStart('run')]);
    await assert.rejects(async () => store.append('run', [anEvent(3)]), { code: 'MANYHANDS_STORE_SEQUENCE' });
    assert.deepEqual(await readAll(store, 'run'), [theStart('run')]);
  },

  'keeps runs apart': async (store) => {
    await store.append('a', [theStart('a')]);
    await store.append('b', [theStart('b')]);
    assert.deepEqual(await readAll(store, 'a'), [theStart('a')]);
    assert.deepEqual(await readAll(store, 'nobody'), []);
  },

  'lists runs with how they ended': async (store) => {
    await store.append('a', [
      theStart('a'),
      { type: 'run:ended', runId: 'a', seq: 2, at: 9, status: 'done', output: 1 },
    ]);
    await store.append('b', [theStart('b')]);
    const runs = (await store.list()).toSorted((x, y) => x.runId.localeCompare(y.runId));
    assert.deepEqual(
      runs.map(({ runId, goal, startedAt, status, lastSeq }) => ({ runId, goal, startedAt, status, lastSeq })),
      [
        { runId: 'a', goal: 'Do it.', startedAt: 5, status: 'done', lastSeq: 2 },
        { runId: 'b', goal: 'Do it.', startedAt: 5, status: undefined, lastSeq: 1 },
      ],
    );
  },
};

/** What every store promises while its process lives; what survives a crash is for each store to show. */
export const storeContract: readonly ContractCase<Store>[] = Object.entries(CHECKS).map(([name, check]) => ({
  name,
  async run(create) {
    const store = await create();
    try {
      await check(store);
    } finally {
      await store.close();
    }
  },
}));
