import assert from 'node:assert/strict';
import type { RunEvent } from '../../domain/event.ts';
import { anEvent, readAll, theStart } from './events.ts';
import type { StoreCheck } from './store-check.ts';

/** Far beyond what a database keeps in a page. */
const LARGE = 'Call me Ishmael. 🐋 \u0000\u2028 "quoted" \\'.repeat(20_000);

export const LOG_CHECKS: Readonly<Record<string, StoreCheck>> = {
  'gives events back in order, as they were': async (store) => {
    await store.append('run', [theStart(), anEvent(2)]);
    await store.append('run', [anEvent(3)]);
    assert.deepEqual(await readAll(store, 'run'), [theStart(), anEvent(2), anEvent(3)]);
  },

  'gives large and strange values back as they were': async (store) => {
    const piece = { index: 0, title: '', content: { text: LARGE, none: null, list: [1.5, -0.25, 1e21, true] } };
    const large: RunEvent = { type: 'input:piece', runId: 'run', seq: 2, at: 6, piece };
    await store.append('run', [theStart(), large, anEvent(3)]);
    assert.deepEqual(await readAll(store, 'run', 2), [large, anEvent(3)]);
  },

  'reads on from any sequence number': async (store) => {
    await store.append('run', [theStart(), anEvent(2), anEvent(3)]);
    assert.deepEqual(await readAll(store, 'run', 3), [anEvent(3)]);
    assert.deepEqual(await readAll(store, 'run', 4), []);
  },

  'reads a long log to its end, and as far as it has come while it grows': async (store) => {
    const events = Array.from({ length: 5_000 }, (_, index) => (index === 0 ? theStart() : anEvent(index + 1)));
    for (let from = 0; from < events.length; from += 700) await store.append('run', events.slice(from, from + 700));
    const read: RunEvent[] = [];
    for await (const event of store.read('run', 2)) {
      read.push(event);
      if (event.seq === 100) await store.append('run', [anEvent(5_001)]);
    }
    assert.deepEqual(read.slice(0, 4_999), events.slice(1));
  },

  'stores an event that is there already only once': async (store) => {
    await store.append('run', [theStart(), anEvent(2)]);
    await store.append('run', [anEvent(2), anEvent(3)]);
    await store.append('run', [anEvent(1), anEvent(2), anEvent(3)]);
    assert.deepEqual(
      (await readAll(store, 'run')).map(({ seq }) => seq),
      [1, 2, 3],
    );
  },

  'refuses an append that would leave a gap, and keeps nothing of it': async (store) => {
    await store.append('run', [theStart()]);
    const refused = { code: 'MANYHANDS_STORE_SEQUENCE' };
    await assert.rejects(async () => store.append('run', [anEvent(3)]), refused);
    await assert.rejects(async () => store.append('run', [anEvent(2), anEvent(4)]), refused);
    assert.deepEqual(await readAll(store, 'run'), [theStart()]);
    await store.append('run', [anEvent(2)]);
    assert.deepEqual(await readAll(store, 'run'), [theStart(), anEvent(2)]);
  },

  'keeps runs apart, also when they are written at the same time': async (store) => {
    await Promise.all(
      ['a', 'b', 'c'].map(async (runId) => {
        await store.append(runId, [theStart(runId)]);
        for (let seq = 2; seq <= 20; seq += 1) await store.append(runId, [anEvent(seq, runId)]);
      }),
    );
    for (const runId of ['a', 'b', 'c']) {
      const events = await readAll(store, runId);
      assert.deepEqual(events.length, 20);
      assert.ok(events.every((event, index) => event.runId === runId && event.seq === index + 1));
    }
    assert.deepEqual(await readAll(store, 'nobody'), []);
  },
};
