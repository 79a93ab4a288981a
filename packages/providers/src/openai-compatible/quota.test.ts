import { NO_USAGE } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { quota as deepseek } from '../deepseek/quota.ts';
import { quota as openai } from '../openai/quota.ts';
import { quota as qwen } from '../qwen/quota.ts';

const usage = { ...NO_USAGE, inputTokens: 100, outputTokens: 30, cachedInputTokens: 90, reasoningTokens: 20 };

describe('how vendors count', () => {
  it('OpenAI takes the stated maximum when a call starts, or the estimate where that is larger', () => {
    expect(openai.reserve({ inputTokens: 100, outputTokens: 20, maxOutputTokens: 500 }).tokens).toBe(600);
    expect(openai.reserve({ inputTokens: 100, outputTokens: 20, maxOutputTokens: 10 }).tokens).toBe(120);
    expect(openai.reserve({ inputTokens: 100, outputTokens: 20 }).tokens).toBe(120);
  });

  it('OpenAI keeps what it took of the output at the start, and of the input what it counted', () => {
    const reserved = { inputTokens: 150, outputTokens: 20, tokens: 150 + 500 };
    expect(openai.settle({ ...usage, inputTokens: 100, outputTokens: 30 }, reserved).tokens).toBe(600);
    expect(openai.settle({ ...usage, inputTokens: 200, outputTokens: 600 }, reserved).tokens).toBe(800);
  });

  it('OpenAI has one set of limits for a model and its dated snapshots', () => {
    expect(openai.family('gpt-5-mini-2025-08-07')).toBe('gpt-5-mini');
    expect(openai.family('gpt-5')).not.toBe(openai.family('gpt-5-mini'));
  });

  it.each([
    ['OpenAI', openai],
    ['DeepSeek', deepseek],
    ['Qwen', qwen],
  ])('%s counts input and output in the end, cached or not', (_name, quota) => {
    const small = { inputTokens: 100, outputTokens: 20, tokens: 120 };
    expect(quota.settle(usage, small)).toEqual({ inputTokens: 100, outputTokens: 30, tokens: 130 });
  });

  it('Qwen holds the limit of a minute also within each second, unless one is stated', () => {
    expect(qwen.derive!({ requestsPerMinute: 600 })).toEqual({ requestsPerMinute: 600, requestsPerSecond: 10 });
    expect(qwen.derive!({ requestsPerMinute: 600, requestsPerSecond: 3 }).requestsPerSecond).toBe(3);
    expect(qwen.derive!({ tokensPerMinute: 9 })).toEqual({ tokensPerMinute: 9 });
  });
});
