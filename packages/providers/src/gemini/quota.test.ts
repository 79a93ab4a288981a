import { describe, expect, it } from 'vitest';
import { geminiQuota } from './quota.ts';

describe('how Gemini counts', () => {
  it('limits each model by itself, its numbered versions together', () => {
    expect(geminiQuota.family('gemini-2.0-flash-001')).toBe('gemini-2.0-flash');
    expect(geminiQuota.family('models/gemini-2.5-flash')).toBe('gemini-2.5-flash');
    expect(geminiQuota.family('gemini-2.5-flash-lite')).not.toBe(geminiQuota.family('gemini-2.5-flash'));
  });

  it('charges input alone towards tokens, cached input too', () => {
    expect(geminiQuota.reserve({ inputTokens: 100, outputTokens: 20 }).tokens).toBe(100);
    const usage = {
      inputTokens: 100,
      outputTokens: 30,
      cachedInputTokens: 80,
      cacheWriteTokens: 0,
      reasoningTokens: 5,
    };
    expect(geminiQuota.settle(usage, { inputTokens: 0, outputTokens: 0, tokens: 0 })).toEqual({
      inputTokens: 100,
      outputTokens: 30,
      tokens: 100,
    });
  });
});
