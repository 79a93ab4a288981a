import assert from 'node:assert/strict';
import type { LimitBench } from '../limit-store-contract.ts';
import { aCharge, aRule, SPANS_MS } from './limit-client.ts';

/** A store may count in steps of this part of a span, never in the asker's favour. */
const STEP = 0.02;

/** What counts, and for how long. */
export const DIMENSION_CHECKS: Readonly<Record<string, (bench: LimitBench) => Promise<void>>> = {
  'grants what fits into every dimension, and no more': async ({ client }) => {
    for (const counts of ['requests', 'inputTokens', 'outputTokens', 'tokens'] as const) {
      for (const per of ['second', 'minute', 'day'] as const) {
        const limit = { requests: 3, inputTokens: 30, outputTokens: 30, tokens: 60 }[counts];
        const asker = await client('one', aRule(counts, per, limit));
        const ids = [1, 2, 3].map((index) => `${counts}-${per}-${index}`);
        for (const id of ids) assert.equal(await asker.reserve(id), true);
        assert.notEqual(await asker.reserve(`${counts}-${per}-4`), true);
        await asker.tell(...[...ids, `${counts}-${per}-4`].map((id) => ({ type: 'release' as const, id })));
      }
    }
  },

  'grants as many calls at once as may be under way, and another when one has ended': async ({ client }) => {
    const asker = await client('one', { counts: 'calls', limit: 2 });
    assert.equal(await asker.reserve('a'), true);
    assert.equal(await asker.reserve('b'), true);
    assert.notEqual(await asker.reserve('c'), true);
    await asker.tell({ type: 'start', id: 'a' }, { type: 'settle', id: 'a', charge: aCharge() });
    assert.equal(await asker.reserve('c'), true);
  },

  'takes nothing of any dimension when one of them is full': async ({ client }) => {
    const asker = await client('one', aRule('requests', 'minute', 10), aRule('tokens', 'minute', 100));
    for (let index = 0; index < 5; index += 1) assert.notEqual(await asker.reserve(`big-${index}`, aCharge(51)), 1);
    await asker.tell({ type: 'release', id: 'big-0' });
    const answers = await asker.reserveAll(Array.from({ length: 5 }, (_, i) => ({ id: `s${i}`, charge: aCharge() })));
    assert.deepEqual(
      answers.map(({ type }) => type),
      Array.from({ length: 5 }, () => 'reserved'),
    );
  },

  'tells when there will be room: not before, and hardly later': async ({ client, advance }) => {
    for (const per of ['second', 'minute', 'day'] as const) {
      const asker = await client(per, aRule('requests', per, 2));
      await asker.reserve(`${per}-1`);
      await asker.tell({ type: 'start', id: `${per}-1` });
      await advance(SPANS_MS[per] / 4);
      await asker.reserve(`${per}-2`);
      await asker.tell({ type: 'start', id: `${per}-2` });
      const inMs = await asker.reserve(`${per}-3`);
      assert.ok(typeof inMs === 'number' && inMs >= SPANS_MS[per] * 0.75, `${per}: ${inMs}`);
      assert.ok(inMs <= SPANS_MS[per] * (0.75 + STEP), `${per}: ${inMs}`);
      await advance(inMs);
      assert.equal(await asker.reserve(`${per}-3`), true);
      await asker.tell({ type: 'release', id: `${per}-3` });
      await advance(2 * SPANS_MS.day);
    }
  },

  'does not grant a moment before a window has passed': async ({ client, advance }) => {
    const asker = await client('one', aRule('requests', 'minute', 1));
    await asker.reserve('a');
    await asker.tell({ type: 'start', id: 'a' });
    await advance(SPANS_MS.minute - 1);
    assert.notEqual(await asker.reserve('b'), true);
    await advance(1 + SPANS_MS.minute * STEP);
    assert.equal(await asker.reserve('b'), true);
  },

  'holds what is reserved until it starts, and counts it from then': async ({ client, advance }) => {
    const asker = await client('one', aRule('requests', 'second', 1));
    await asker.reserve('a');
    await advance(5_000);
    assert.notEqual(await asker.reserve('b'), true);
    await asker.tell({ type: 'start', id: 'a' });
    await advance(999);
    assert.notEqual(await asker.reserve('b'), true);
    await advance(1 + 1_000 * STEP);
    assert.equal(await asker.reserve('b'), true);
  },

  'gives back what a call did not need, and counts from now what came on top': async ({ client, advance }) => {
    const asker = await client('one', aRule('tokens', 'minute', 200));
    await asker.reserve('a', aCharge(80));
    await asker.tell({ type: 'start', id: 'a' });
    assert.notEqual(await asker.reserve('b', aCharge(50)), true);
    await advance(20_000);
    await asker.tell({ type: 'settle', id: 'a', charge: aCharge(30) });
    assert.equal(await asker.reserve('b', aCharge(50)), true);
    await asker.tell({ type: 'start', id: 'b' }, { type: 'settle', id: 'b', charge: aCharge(70) });
    assert.notEqual(await asker.reserve('c', aCharge(1)), true);
    await advance(40_000 + SPANS_MS.minute * STEP);
    assert.equal(await asker.reserve('c', aCharge(30)), true);
    assert.notEqual(await asker.reserve('d', aCharge(1)), true);
  },

  'gives all back of a call that never reached the vendor, and nothing of one of which nobody knows': async (bench) => {
    const asker = await bench.client('one', aRule('requests', 'minute', 2));
    await asker.reserve('a');
    await asker.reserve('b');
    await asker.tell({ type: 'start', id: 'a' }, { type: 'start', id: 'b' });
    await asker.tell({ type: 'settle', id: 'a' });
    assert.notEqual(await asker.reserve('c'), true);
    await asker.tell({ type: 'release', id: 'b' });
    assert.equal(await asker.reserve('c'), true);
  },

  'lets a charge beyond a whole limit go alone instead of never': async ({ client, advance }) => {
    const asker = await client('one', aRule('tokens', 'minute', 10));
    await asker.reserve('a', aCharge(1));
    await asker.tell({ type: 'start', id: 'a' });
    const inMs = await asker.reserve('b', aCharge(500));
    assert.ok(typeof inMs === 'number');
    await advance(inMs);
    assert.equal(await asker.reserve('b', aCharge(500)), true);
  },

  'counts what others have used when the vendor says so, and only that': async ({ client }) => {
    const rule = aRule('requests', 'minute', 10);
    const asker = await client('one', rule);
    await asker.reserve('a');
    await asker.tell({ type: 'observe', rule, used: 1 });
    const answers = await asker.reserveAll(Array.from({ length: 9 }, (_, i) => ({ id: `b${i}`, charge: aCharge() })));
    assert.ok(answers.every(({ type }) => type === 'reserved'));
    await asker.tell(...answers.map((_, i) => ({ type: 'release' as const, id: `b${i}` })));
    await asker.tell({ type: 'observe', rule, used: 10 });
    assert.notEqual(await asker.reserve('c'), true);
  },

  'counts a day from midnight to midnight where the vendor is, days of 23 hours included': async (bench) => {
    const span = { type: 'day', timeZone: 'America/Los_Angeles', guardMs: 0 } as const;
    const asker = await bench.client('one', { counts: 'requests', per: 'day', limit: 1, span });
    await asker.reserve('a');
    await asker.tell({ type: 'start', id: 'a' });
    for (let day = 0; day < 400; day += 1) {
      const inMs = await asker.reserve(`b${day}`);
      assert.ok(typeof inMs === 'number' && inMs <= 25 * 3_600_000, `day ${day}: ${inMs}`);
      if (day > 0) assert.ok([23, 24, 25].includes(inMs / 3_600_000), `day ${day}: ${inMs / 3_600_000} h`);
      await bench.advance(inMs);
      assert.equal(await asker.reserve(`b${day}`), true);
      await asker.tell({ type: 'start', id: `b${day}` }, { type: 'settle', id: `b${day}` });
    }
  },

  'counts what is taken around midnight for both days': async ({ client, advance }) => {
    const span = { type: 'day', timeZone: 'Asia/Shanghai', guardMs: 60_000 } as const;
    const asker = await client('one', { counts: 'requests', per: 'day', limit: 1, span });
    await asker.tell({ type: 'start', id: 'now', charge: aCharge() });
    const untilClear = await asker.reserve('a');
    assert.ok(typeof untilClear === 'number');
    // Half a guard before midnight: the vendor's clock may be past it.
    await advance(untilClear - 90_000);
    await asker.tell({ type: 'start', id: 'late', charge: aCharge() });
    const inMs = await asker.reserve('a');
    assert.equal(inMs, SPANS_MS.day + 90_000);
  },
};
