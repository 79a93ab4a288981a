import assert from 'node:assert/strict';
import type { LimitBench } from '../limit-store-contract.ts';
import { aCharge, aRule, SPANS_MS, type LimitClient } from './limit-client.ts';

const OWNERS = ['one', 'two', 'three', 'four'];

async function askAll(clients: readonly LimitClient[], id: string): Promise<(true | number)[]> {
  const answers: (true | number)[] = [];
  for (const client of clients) answers.push(await client.reserve(`${client.owner}-${id}`));
  return answers;
}

/** How those who wait are kept apart. */
export const LINE_CHECKS: Readonly<Record<string, (bench: LimitBench) => Promise<void>>> = {
  'tells those who wait different times, and grants what it told': async ({ client, advance }) => {
    const rule = aRule('requests', 'minute', 4);
    const first = await client('first', rule);
    for (let index = 0; index < 4; index += 1) {
      await first.reserve(`${index}`);
      await first.tell({ type: 'start', id: `${index}` });
      await advance(10_000);
    }
    const clients = await Promise.all(OWNERS.map((owner) => client(owner, rule)));
    const told = (await askAll(clients, 'a')) as number[];
    assert.equal(new Set(told).size, 4, told.join(', '));
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
    let now = 0;
    for (const [index, inMs] of told.entries()) {
      await advance(inMs - now);
      for (const waiting of clients) await waiting.tell();
      now = inMs;
      assert.equal(await clients[index]!.reserve(`${OWNERS[index]}-a`), true);
    }
  },

  'lets nobody overtake those who wait': async ({ client, advance }) => {
    const rule = aRule('tokens', 'minute', 100);
    const [first, second, third] = await Promise.all(['one', 'two', 'three'].map((owner) => client(owner, rule)));
    await first!.reserve('a', aCharge(40));
    await first!.tell({ type: 'start', id: 'a' });
    const inMs = await second!.reserve('b', aCharge(30));
    assert.ok(typeof inMs === 'number');
    // 20 of 100 tokens are free, and would do: but then the one before would wait longer.
    assert.notEqual(await third!.reserve('c', aCharge(10)), true);
    await advance(inMs);
    assert.equal(await second!.reserve('b', aCharge(30)), true);
    assert.equal(await third!.reserve('c', aCharge(10)), true);
  },

  'sends to the end of the line who was granted one and asks for more': async ({ client, advance }) => {
    const rule = aRule('requests', 'second', 2);
    const [first, second, third] = await Promise.all(['one', 'two', 'three'].map((owner) => client(owner, rule)));
    const asks = ['a', 'b'].map((id) => ({ id, charge: aCharge() }));
    await first!.reserveAll(asks);
    await first!.tell({ type: 'start', id: 'a' }, { type: 'start', id: 'b' });
    await second!.reserveAll(asks.map(({ id, charge }) => ({ id: `2${id}`, charge })));
    await third!.reserve('3a');
    await advance(1_500);
    const answers = await second!.reserveAll(asks.map(({ id, charge }) => ({ id: `2${id}`, charge })));
    assert.deepEqual(
      answers.map(({ type }) => type),
      ['reserved', 'later'],
    );
    assert.equal(await third!.reserve('3a'), true);
  },

  'gives the place of a call that has ended to who waited first': async ({ client }) => {
    const rule = { counts: 'calls', limit: 1 } as const;
    const [first, second, third] = await Promise.all(['one', 'two', 'three'].map((owner) => client(owner, rule)));
    await first!.reserve('a');
    await second!.reserve('b');
    await third!.reserve('c');
    await first!.tell({ type: 'release', id: 'a' });
    assert.notEqual(await third!.reserve('c'), true);
    assert.notEqual(await first!.reserve('d'), true);
    assert.equal(await second!.reserve('b'), true);
    await second!.tell({ type: 'release', id: 'b' });
    assert.equal(await third!.reserve('c'), true);
  },

  'gives the room of one who waited and did not come back to the others': async ({ client, advance }) => {
    const rule = aRule('requests', 'second', 1);
    const [first, lost, other] = await Promise.all(['one', 'lost', 'other'].map((owner) => client(owner, rule)));
    await first!.reserve('a');
    await first!.tell({ type: 'start', id: 'a' });
    const inMs = await lost!.reserve('b');
    assert.ok(typeof inMs === 'number');
    await advance(inMs);
    assert.notEqual(await other!.reserve('c'), true);
    await advance(2 * SPANS_MS.second);
    assert.equal(await other!.reserve('c'), true);
  },

  'gives the room of one who no longer wants it to the others at once': async ({ client, advance }) => {
    const rule = aRule('requests', 'minute', 1);
    const [first, gone, other] = await Promise.all(['one', 'gone', 'other'].map((owner) => client(owner, rule)));
    await first!.reserve('a');
    await gone!.reserve('b');
    await first!.tell({ type: 'release', id: 'a' });
    await advance(1);
    assert.notEqual(await other!.reserve('c'), true);
    await gone!.tell({ type: 'release', id: 'b' });
    assert.equal(await other!.reserve('c'), true);
  },

  'refuses what comes after a refused ask of the same group, and serves other owners as before': async ({ client }) => {
    const asker = await client('one', aRule('tokens', 'minute', 100));
    const asks = [40, 20, 1].map((tokens) => ({ id: `${tokens}`, charge: aCharge(tokens) }));
    assert.deepEqual(
      (await asker.reserveAll(asks)).map(({ type }) => type),
      ['reserved', 'later', 'later'],
    );
  },

  'shares a full group between those who wait, one after the other': async ({ client, advance }) => {
    const rules = [aRule('requests', 'second', 4)];
    const clients = await Promise.all(OWNERS.map((owner) => client(owner, ...rules)));
    const granted = new Map(OWNERS.map((owner) => [owner, 0]));
    for (let turn = 0; turn < 200; turn += 1) {
      for (const asker of clients) {
        const id = `${asker.owner}-${turn}`;
        if ((await asker.reserve(id)) !== true) continue;
        await asker.tell({ type: 'start', id }, { type: 'settle', id });
        granted.set(asker.owner, granted.get(asker.owner)! + 1);
      }
      await advance(50);
    }
    const counts = [...granted.values()];
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 2, JSON.stringify([...granted]));
  },
};
