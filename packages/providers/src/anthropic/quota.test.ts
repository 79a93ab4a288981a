import { describe, expect, it } from 'vitest';
import { anthropicQuota } from './quota.ts';

describe('how Anthropic counts', () => {
  it('puts models of one class and generation under one set of limits', () => {
    expect(anthropicQuota.family('claude-opus-4-8')).toBe(anthropicQuota.family('claude-opus-4-5-20251101'));
    expect(anthropicQuota.family('claude-opus-5-5')).not.toBe(anthropicQuota.family('claude-opus-4-8'));
    expect(anthropicQuota.family('claude-sonnet-4-5')).not.toBe(anthropicQuota.family('claude-opus-4-5'));
    expect(anthropicQuota.family('claude-3-5-haiku-20241022')).toBe(anthropicQuota.family('claude-3-5-haiku-latest'));
  });

  it('charges uncached input and real output, whatever max_tokens said', () => {
    expect(anthropicQuota.reserve({ inputTokens: 100, outputTokens: 20, maxOutputTokens: 64_000 })).toEqual({
      inputTokens: 100,
      outputTokens: 20,
      tokens: 120,
    });
    const usage = {
      inputTokens: 100,
      outputTokens: 30,
      cachedInputTokens: 80,
      cacheWriteTokens: 10,
      reasoningTokens: 5,
    };
    expect(anthropicQuota.settle(usage, { inputTokens: 0, outputTokens: 0, tokens: 0 })).toEqual({
      inputTokens: 20,
      outputTokens: 30,
      tokens: 50,
    });
  });
});
