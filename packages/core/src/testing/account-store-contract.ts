import assert from 'node:assert/strict';
import type { AccountRecords, AccountStore } from '../ports/accounts.ts';
import { aFullRecord, aRecord } from './accounts/records.ts';
import type { ContractCase } from './contract.ts';

/** A store without anything in it. */
export interface AccountStoreUnderTest {
  /** A client of its own, as another process would have. */
  open(): AccountStore | Promise<AccountStore>;
}

type OpenStore = () => Promise<AccountStore>;

async function readAll(store: AccountStore): Promise<AccountRecords> {
  const all = await store.read();
  assert.ok(all !== undefined, 'Everything is asked for, so there is an answer.');
  return all;
}

async function idsOf(store: AccountStore): Promise<string[]> {
  return (await readAll(store)).records.map(({ id }) => id);
}

const CHECKS: Readonly<Record<string, (open: OpenStore) => Promise<void>>> = {
  'has nothing in the beginning, and says so': async (open) => {
    assert.deepEqual(await readAll(await open()), { version: 0, records: [] });
  },

  'gives back what was put, as it was, by id': async (open) => {
    const store = await open();
    for (const record of [aFullRecord('b'), aRecord('a')]) assert.equal(await store.put(record, 0), true);
    const { version, records } = await readAll(await open());
    assert.deepEqual(
      records.map(({ version: _version, ...record }) => record),
      [aRecord('a'), aFullRecord('b')],
    );
    assert.equal(version, Math.max(...records.map((record) => record.version)));
  },

  'adds no account whose id is there': async (open) => {
    const store = await open();
    await store.put(aRecord('a', { owner: 'first' }), 0);
    assert.equal(await store.put(aRecord('a', { owner: 'second' }), 0), false);
    assert.equal((await readAll(store)).records[0]!.owner, 'first');
  },

  'changes the newest version of an account and no other': async (open) => {
    const store = await open();
    await store.put(aFullRecord('a'), 0);
    const { version } = (await readAll(store)).records[0]!;
    assert.equal(await store.put(aRecord('a'), version), true);
    assert.equal(await store.put(aFullRecord('a'), version), false);
    const { version: newer, ...record } = (await readAll(store)).records[0]!;
    assert.deepEqual(record, aRecord('a'));
    assert.ok(newer > version);
  },

  'changes no account that is not there': async (open) => {
    const store = await open();
    await store.put(aRecord('a'), 0);
    const { version } = await readAll(store);
    assert.equal(await store.put(aRecord('b'), version), false);
    assert.equal(await store.remove('b'), false);
    assert.equal(await store.read(version), undefined);
  },

  'stores one of several changes of the same version, whoever makes them': async (open) => {
    const stores = await Promise.all([open(), open(), open()]);
    const put = await Promise.all(
      stores.flatMap((store, client) =>
        [1, 2, 3].map((turn) => store.put(aRecord('a', { addedAt: client + turn }), 0)),
      ),
    );
    assert.equal(put.filter(Boolean).length, 1);
  },

  'tells another client what has changed, and when nothing has': async (open) => {
    const [one, other] = [await open(), await open()];
    await one.put(aRecord('a'), 0);
    const first = await readAll(other);
    assert.equal(await other.read(first.version), undefined);
    await one.put(aRecord('b'), 0);
    const second = await other.read(first.version);
    assert.deepEqual(
      second?.records.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.ok(second.version > first.version);
    assert.equal(second.records[0]!.version, first.records[0]!.version);
  },

  'removes an account for all clients, with a newer version': async (open) => {
    const [one, other] = [await open(), await open()];
    await one.put(aRecord('a'), 0);
    await one.put(aRecord('b'), 0);
    const { version } = await readAll(other);
    assert.equal(await one.remove('a'), true);
    assert.equal(await one.remove('a'), false);
    const after = await other.read(version);
    assert.deepEqual(
      after?.records.map(({ id }) => id),
      ['b'],
    );
    assert.ok(after.version > version);
  },

  'never gives a removed account its old version again': async (open) => {
    const store = await open();
    await store.put(aRecord('a'), 0);
    const { version } = await readAll(store);
    await store.remove('a');
    assert.equal(await store.put(aRecord('a'), version), false);
    assert.equal(await store.put(aRecord('a'), 0), true);
    assert.ok((await readAll(store)).version > version + 1);
  },

  'hides no change from one who reads while others write': async (open) => {
    const [reader, ...writers] = await Promise.all([open(), open(), open()]);
    let isWriting = true;
    const written = Promise.all(
      writers.map(async (writer, client) => {
        for (let turn = 0; turn < 15; turn += 1) await writer.put(aRecord(`${client}-${turn}`), 0);
      }),
    ).finally(() => (isWriting = false));
    let seen: AccountRecords = { version: 0, records: [] };
    while (isWriting) seen = (await reader.read(seen.version)) ?? seen;
    await written;
    seen = (await reader.read(seen.version)) ?? seen;
    assert.deepEqual(
      seen.records.map(({ id }) => id),
      await idsOf(reader),
    );
    assert.equal(seen.records.length, 30);
    assert.equal(new Set(seen.records.map(({ version }) => version)).size, 30);
  },
};

/** What every account store promises while its process lives; what survives a crash is for each store to show. */
export const accountStoreContract: readonly ContractCase<AccountStoreUnderTest>[] = Object.entries(CHECKS).map(
  ([name, check]) => ({
    name,
    async run(create) {
      const opened: AccountStore[] = [];
      const { open } = await create();
      try {
        await check(async () => {
          const store = await open();
          opened.push(store);
          return store;
        });
      } finally {
        await Promise.all(opened.map((store) => store.close()));
      }
    },
  }),
);
