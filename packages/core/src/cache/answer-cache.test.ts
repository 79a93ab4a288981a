import { describe, expect, it } from 'vitest';
import type { CachedResponse, ResponseCache } from '../ports/response-cache.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { createAnswerCache } from './answer-cache.ts';

const CACHED = { accountId: 'a', storedAt: 0 } as CachedResponse;

function setUp(find: ResponseCache['find']) {
  const clock = createManualClock();
  let asked = 0;
  const store: ResponseCache = {
    name: 'test',
    find(keys, since) {
      asked += 1;
      return find(keys, since);
    },
    store: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const cache = createAnswerCache({ store, policy: { scope: 'app', maxAgeMs: 1 } }, clock);
  return { cache, clock, asked: () => asked };
}

describe('a response cache', () => {
  it('that does not answer is waited for no longer than it could help', async () => {
    const { cache, clock } = setUp(() => new Promise(() => {}));
    const found = cache.find(['a'], 1);
    await clock.advance(2_000);
    expect((await found).size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('that is away is left alone for a while, and then asked again', async () => {
    let isAway = true;
    const { cache, clock, asked } = setUp(async () => {
      if (isAway) throw new Error('away');
      return new Map([['a', CACHED]]);
    });
    for (let turn = 0; turn < 5; turn += 1) expect((await cache.find(['a'], 1)).size).toBe(0);
    expect(asked()).toBe(1);
    isAway = false;
    await clock.advance(10_000);
    expect((await cache.find(['a'], 1)).get('a')).toBe(CACHED);
    expect(clock.pendingTimers).toBe(0);
  });
});
