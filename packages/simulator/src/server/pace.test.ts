import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

it('makes a slow answer take as many times as long as its factor says', () => {
  const latency = { firstTokenMs: 100, tokensPerSecond: 50, jitter: 0 };
  expect(createPace(latency, 10, () => 0.5, 1)).toEqual({ firstMs: 100, totalMs: 300 });
  expect(createPace(latency, 10, () => 0.5, 3)).toEqual({ firstMs: 300, totalMs: 900 });
});
