import { expect, it } from 'vitest';
import type { Reply } from '../wire/reply.ts';
import { spoil } from './spoil.ts';

const usage = { inputTokens: 1, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 1, reasoningTokens: 0 };
const reply: Reply = {
  id: 'r',
  createdAt: 0,
  text: '{"whales":3}',
  reasoning: '',
  toolCalls: [],
  finish: 'stop',
  usage,
};

it('makes JSON of another shape, no JSON, blank text, or nothing, as each fault says', () => {
  expect(JSON.parse(spoil(reply, { type: 'wrong-json' }).text)).toEqual({ whales_unexpected: 3 });
  expect(() => JSON.parse(spoil(reply, { type: 'no-json' }).text) as unknown).toThrow(SyntaxError);
  expect(spoil(reply, { type: 'blank-json' }).text.trim()).toBe('');
  expect(spoil(reply, { type: 'content-filter' })).toMatchObject({ text: '', finish: 'content-filter' });
});

it('leaves the reply whole when the fault is not of the model', () => {
  expect(spoil(reply, { type: 'reset' })).toBe(reply);
});
