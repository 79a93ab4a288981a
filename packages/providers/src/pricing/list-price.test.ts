import { NO_USAGE } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { listCost, listPrice } from './list-price.ts';

const usage = { ...NO_USAGE, inputTokens: 1_000_000, outputTokens: 1_000_000 };

describe('list prices', () => {
  it('prices a known model per million tokens', () => {
    const price = listPrice('openai', 'gpt-5-mini');
    expect(price).toEqual({ inputUsdPerMillion: 0.25, outputUsdPerMillion: 2, cachedInputUsdPerMillion: 0.025 });
    expect(listCost('openai', 'gpt-5-mini', usage)).toBeCloseTo(2.25);
  });

  it('knows the price of DeepSeek, Anthropic and Gemini models', () => {
    expect(listPrice('deepseek', 'deepseek-v4-flash')).toBeDefined();
    expect(listPrice('anthropic', 'claude-sonnet-4-5')).toBeDefined();
    expect(listPrice('google', 'gemini-2.5-flash')).toBeDefined();
  });

  it('charges cached input less than fresh input', () => {
    const cached = listCost('openai', 'gpt-5-mini', { ...usage, cachedInputTokens: 1_000_000 });
    expect(cached).toBeCloseTo(2.025);
  });

  it('charges the higher step for a long input, which the flat price does not show', () => {
    const price = listPrice('openai', 'gpt-5.5')!;
    const cost = listCost('openai', 'gpt-5.5', usage);
    expect(cost).toBeGreaterThan(price.inputUsdPerMillion + price.outputUsdPerMillion);
  });

  it('leaves what it does not know undefined', () => {
    expect(listPrice('openai', 'no-such-model')).toBeUndefined();
    expect(listPrice('no-such-vendor', 'gpt-5-mini')).toBeUndefined();
    expect(listCost('openai', 'no-such-model', usage)).toBeUndefined();
    expect(listCost('openai', 'gpt-5-mini', { ...usage, cachedInputTokens: 2_000_000 })).toBeUndefined();
  });
});
