import assert from 'node:assert/strict';
import type { LimitBench } from '../limit-store-contract.ts';
import { aCharge, aRule, LEASE_MS, SPANS_MS } from './limit-client.ts';

/** What comes twice, late, or never. */
export const LEASE_CHECKS: Readonly<Record<string, (bench: LimitBench) => Promise<void>>> = {
  'takes a reservation that is asked for twice only once': async ({ client }) => {
    const asker = await client('one', aRule('requests', 'minute', 2));
    assert.equal(await asker.reserve('a'), true);
    assert.equal(await asker.reserve('a'), true);
    assert.equal(await asker.reserve('b'), true);
    assert.notEqual(await asker.reserve('c'), true);
  },

  'counts a change that comes twice only once': async ({ client }) => {
    const asker = await client('one', aRule('tokens', 'minute', 100), { counts: 'calls', limit: 9 });
    await asker.reserve('a', aCharge(40));
    const start = { type: 'start', id: 'a' } as const;
    await asker.tell(start, start);
    await asker.tell(start);
    const unasked = { type: 'start', id: 'z', charge: aCharge(1) } as const;
    await asker.tell(unasked);
    await asker.tell(unasked);
    const settle = { type: 'settle', id: 'a', charge: aCharge(25) } as const;
    await asker.tell(settle, settle);
    await asker.tell({ type: 'release', id: 'a' }, { type: 'release', id: 'never' });
    assert.equal(await asker.reserve('b', aCharge(24)), true);
    assert.notEqual(await asker.reserve('c', aCharge(1)), true);
  },

  'makes changes before it answers what is asked with them': async ({ client }) => {
    const asker = await client('one', { counts: 'calls', limit: 1 });
    await asker.reserve('a');
    const answers = await asker.reserveAll([{ id: 'b', charge: aCharge() }], [{ type: 'release', id: 'a' }]);
    assert.deepEqual(answers, [{ type: 'reserved' }]);
  },

  'counts a call that left without asking, whether there was room or not': async ({ client }) => {
    const asker = await client('one', aRule('requests', 'minute', 2), { counts: 'calls', limit: 9 });
    await asker.tell(...['a', 'b', 'c'].map((id) => ({ type: 'start' as const, id, charge: aCharge() })));
    assert.notEqual(await asker.reserve('d'), true);
  },

  'ends the calls of an owner whose lease has ended, and counts what it held as started': async (bench) => {
    const lost = await bench.client('lost', aRule('requests', 'minute', 4), { counts: 'calls', limit: 2 });
    const other = await bench.client('other', aRule('requests', 'minute', 3), { counts: 'calls', limit: 2 });
    await lost.reserve('started');
    await lost.tell({ type: 'start', id: 'started' });
    await bench.advance(LEASE_MS / 2);
    await lost.reserve('held');
    assert.notEqual(await other.reserve('a'), true);
    await bench.advance(LEASE_MS);
    assert.equal(await other.reserve('a'), true);
    await other.tell({ type: 'release', id: 'a' });
    await bench.advance(SPANS_MS.minute / 2);
    const answers = await other.reserveAll(['b', 'c', 'd'].map((id) => ({ id, charge: aCharge() })));
    assert.deepEqual(
      answers.map(({ type }) => type),
      ['reserved', 'reserved', 'later'],
    );
    await lost.tell({ type: 'settle', id: 'started', charge: aCharge() }, { type: 'start', id: 'held' });
    assert.notEqual(await other.reserve('e'), true);
  },

  'keeps what an owner holds for as long as it says that it is there': async ({ client, advance }) => {
    const asker = await client('one', { counts: 'calls', limit: 1 });
    const other = await client('two', { counts: 'calls', limit: 1 });
    await asker.reserve('a');
    for (let index = 0; index < 5; index += 1) {
      await advance(LEASE_MS - 1);
      await asker.tell();
      assert.notEqual(await other.reserve('b'), true);
    }
  },

  'says how many processes there are': async ({ client, advance }) => {
    const one = await client('one');
    const two = await client('two');
    assert.equal(await one.owners(), 1);
    assert.equal(await two.owners(), 2);
    await advance(LEASE_MS);
    assert.equal(await two.owners(), 1);
  },
};
