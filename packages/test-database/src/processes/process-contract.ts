import assert from 'node:assert/strict';
import type { RunEvent, Store } from '@manyhands/core';
import { eventOf, tasksDone } from './events-of.ts';
import type { TestProcess } from './start-process.ts';
import type { StoreUse } from './use-store.ts';

/** A store that processes share, empty. */
export interface SharedStore {
  /** Here. */
  open(): Store;
  /** In another process, that uses it so. */
  start(use: StoreUse): TestProcess;
  /** Tasks of the run that are done, by the tables beside the log. */
  countDone(runId: string): Promise<number>;
}

export interface ProcessContractCase {
  readonly name: string;
  /** Rejects when the promise is broken. */
  run(shared: SharedStore): Promise<void>;
}

const KILLS = 6;
const OWNERS = ['ann', 'bob', 'eve'];

/** What a store on a database promises to several processes, and to those that are killed. */
export const processContract: readonly ProcessContractCase[] = [
  {
    name: 'has every event that was acknowledged to a process that is killed in the middle of appends',
    run: (shared) => withStore(shared, killAgainAndAgain),
  },
  {
    name: 'is driven by one process at a time, and has all that each was told it has',
    run: (shared) => withStore(shared, letThemTakeTurns),
  },
];

async function withStore(
  shared: SharedStore,
  check: (shared: SharedStore, store: Store) => Promise<void>,
): Promise<void> {
  const store = shared.open();
  try {
    await check(shared, store);
  } finally {
    await store.close();
  }
}

async function killAgainAndAgain(shared: SharedStore, store: Store): Promise<void> {
  const runIds = ['one', 'two', 'three'];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const child = shared.start({ type: 'append-for-ever', runIds });
    await child.said(20);
    // Anywhere in a transaction.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
    await child.kill();
    for (const runId of runIds) {
      const { events, done } = await readSettled(shared, store, runId);
      const acknowledged = child.lines.filter((line) => line.startsWith(`${runId} `)).map(toLastNumber);
      assert.ok(events.length >= Math.max(0, ...acknowledged), `${runId}: ${events.length} of ${acknowledged.at(-1)}`);
      const expected = events.map((_, index) => eventOf(runId, index + 1));
      assert.deepEqual(events, expected);
      assert.equal(done, tasksDone(events.length));
    }
  }
  const summaries = await store.list();
  assert.deepEqual(summaries.map(({ runId }) => runId).toSorted(), runIds.toSorted());
}

/** A server may still be at what the process asked of it last: log and tables are compared when nothing came between. */
async function readSettled({ countDone }: SharedStore, store: Store, runId: string) {
  while (true) {
    const events = await readAll(store, runId);
    const done = await countDone(runId);
    if ((await readAll(store, runId)).length === events.length) return { events, done };
  }
}

async function letThemTakeTurns({ start }: SharedStore, store: Store): Promise<void> {
  const children = OWNERS.map((owner) => start({ type: 'take-turns', runId: 'run', owner }));
  await Promise.all(children.map((child) => child.ended()));

  const lines = children.flatMap((child) => child.lines);
  const stored = lines.filter((line) => line.startsWith('stored')).map((line) => line.split(' '));
  const writerOf = new Map(stored.map(([, seq, writer]) => [Number(seq), writer]));
  assert.equal(writerOf.size, stored.length, 'No event was acknowledged to two.');
  assert.ok(lines.includes('fenced'), 'Some were taken for dead and came back.');

  const events = await readAll(store, 'run');
  const expected = events.map(({ seq }) => eventOf('run', seq, writerOf.get(seq)));
  assert.deepEqual(events, expected);
  const fences = events.map(({ seq }) => Number(writerOf.get(seq)!.split('/')[1]));
  assert.deepEqual(
    fences,
    fences.toSorted((a, b) => a - b),
  );
}

async function readAll(store: Store, runId: string): Promise<RunEvent[]> {
  return Array.fromAsync(store.read(runId));
}

function toLastNumber(line: string): number {
  return Number(line.split(' ').at(-1));
}
