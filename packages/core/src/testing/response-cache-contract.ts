import assert from 'node:assert/strict';
import type { CachedResponse, ResponseCache } from '../ports/response-cache.ts';
import type { ContractCase } from './contract.ts';

/** A cache without anything in it, and how many answers it keeps for how long. */
export interface ResponseCacheUnderTest {
  readonly maxEntries: number;
  readonly keepMs: number;
  /** A client of its own, as another process would have. */
  open(): ResponseCache | Promise<ResponseCache>;
}

interface Bench {
  readonly maxEntries: number;
  readonly keepMs: number;
  open(): Promise<ResponseCache>;
}

function anAnswer(storedAt: number, text = 'ok'): CachedResponse {
  return {
    response: {
      model: 'model-1',
      text,
      toolCalls: [{ type: 'tool-call', id: '1', name: 'look', input: { 'a "b"': [1, null, 'ü\u0000'] } }],
      reasoning: [{ type: 'reasoning', text: 'Because.', signature: 's' }],
      usage: { inputTokens: 1, outputTokens: 2, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0.5 },
      finishReason: 'stop',
      limits: [],
    },
    accountId: 'a',
    target: { provider: 'one', model: 'm' },
    costUsd: 0.000_001,
    storedAt,
  };
}

async function findOne(cache: ResponseCache, key: string, since = 0): Promise<CachedResponse | undefined> {
  return (await cache.find([key], since)).get(key);
}

const CHECKS: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  'gives back what was stored, as it was, to every client': async ({ open }) => {
    const [one, other] = [await open(), await open()];
    const { costUsd: _costUsd, ...unpriced } = anAnswer(1);
    await one.store('a', anAnswer(5));
    await one.store('b', unpriced);
    assert.deepEqual(await findOne(other, 'a'), anAnswer(5));
    assert.deepEqual(await findOne(other, 'b'), unpriced);
  },

  'finds of many keys those it has, and nothing of none': async ({ open }) => {
    const cache = await open();
    for (const key of ['a', 'b']) await cache.store(key, anAnswer(1, key));
    const keys = [...Array.from({ length: 2_000 }, (_, index) => `none ${index}`), 'b', 'a', 'b'];
    const found = await cache.find(keys, 0);
    assert.deepEqual(new Set(found.keys()), new Set(['a', 'b']));
    assert.deepEqual([found.get('a')?.response.text, found.get('b')?.response.text], ['a', 'b']);
    assert.equal((await cache.find([], 0)).size, 0);
  },

  'gives no answer that is older than asked for': async ({ open }) => {
    const cache = await open();
    await cache.store('a', anAnswer(1_000));
    assert.equal((await findOne(cache, 'a', 1_000))?.storedAt, 1_000);
    assert.equal(await findOne(cache, 'a', 1_001), undefined);
  },

  'has the newest answer of a key': async ({ open }) => {
    const cache = await open();
    await cache.store('a', anAnswer(1, 'old'));
    await cache.store('a', anAnswer(2, 'new'));
    assert.deepEqual(await findOne(cache, 'a'), anAnswer(2, 'new'));
  },

  'takes keys that differ by little for others': async ({ open }) => {
    const cache = await open();
    const keys = ['a', 'A', 'a ', ' a', 'a\u0301', 'á', "a'", 'a%', '_'];
    for (const key of keys) await cache.store(key, anAnswer(1, key));
    const found = await cache.find(keys, 0);
    assert.deepEqual(
      keys.map((key) => found.get(key)?.response.text),
      keys,
    );
  },

  'keeps within its bound, and the newest answers': async ({ open, maxEntries }) => {
    const cache = await open();
    const keys = Array.from({ length: 3 * maxEntries }, (_, index) => `key ${index}`);
    for (const [index, key] of keys.entries()) await cache.store(key, anAnswer(index));
    const found = await cache.find(keys, 0);
    assert.ok(found.size <= 1.5 * maxEntries, `${found.size} answers are there, ${maxEntries} were asked for.`);
    assert.deepEqual([...found.keys()].toSorted(), keys.slice(-found.size).toSorted());
    assert.ok(found.size >= maxEntries);
  },

  'forgets answers beyond its age when newer ones come': async ({ open, maxEntries, keepMs }) => {
    const cache = await open();
    const names = (age: string, count: number) => Array.from({ length: count }, (_, index) => `${age} ${index}`);
    const old = names('old', maxEntries / 4);
    const young = names('young', maxEntries / 2);
    for (const key of old) await cache.store(key, anAnswer(1_000));
    for (const key of young) await cache.store(key, anAnswer(1_001 + keepMs));
    const found = await cache.find([...old, ...young], 0);
    assert.deepEqual(new Set(found.keys()), new Set(young));
  },
};

/** What every response cache promises. It may keep half as much again as it was told, so that it need not tidy up each time. */
export const responseCacheContract: readonly ContractCase<ResponseCacheUnderTest>[] = Object.entries(CHECKS).map(
  ([name, check]) => ({
    name,
    async run(create) {
      const opened: ResponseCache[] = [];
      const { open, maxEntries, keepMs } = await create();
      try {
        await check({
          maxEntries,
          keepMs,
          async open() {
            const cache = await open();
            opened.push(cache);
            return cache;
          },
        });
      } finally {
        await Promise.all(opened.map((cache) => cache.close()));
      }
    },
  }),
);
