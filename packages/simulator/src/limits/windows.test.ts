import { describe, expect, it } from 'vitest';
import { createFixedWindow, everyWindow } from './fixed-window.ts';
import { createSlidingWindow } from './sliding-window.ts';
import { createTokenBucket } from './token-bucket.ts';

describe('a sliding window', () => {
  it('never lets in more than its limit in any stretch of its length', () => {
    const window = createSlidingWindow(3, 1000);
    for (const now of [0, 400, 900]) window.take(1, now);
    expect(window.waitMs(1, 999)).toBe(1);
    expect(window.waitMs(1, 1000)).toBe(0);
    expect(window.waitMs(2, 1000)).toBe(400);
  });

  it('says that what is larger than the limit never fits', () => {
    expect(createSlidingWindow(3, 1000).waitMs(4, 0)).toBe(Infinity);
  });
});

describe('a fixed window', () => {
  it('is empty again at the turn of the window and not before', () => {
    const window = createFixedWindow(2, everyWindow(1000, 0));
    window.take(2, 900);
    expect(window.waitMs(1, 999)).toBe(1);
    expect(window.waitMs(1, 1000)).toBe(0);
  });
});

describe('a token bucket', () => {
  it('lets in its burst at once and then what it refills', () => {
    const window = createTokenBucket(60, 60_000, 5);
    window.take(5, 0);
    expect(window.waitMs(1, 0)).toBe(1000);
    expect(window.waitMs(1, 1000)).toBe(0);
    expect(window.waitMs(6, 9000)).toBe(Infinity);
  });
});
