import { type ChatRequest, toSecret } from '@manyhands/core';
import { createSimulator } from '@manyhands/simulator';
import { describe, expect, it } from 'vitest';
import { anthropic } from '../src/anthropic/index.ts';
import { gemini } from '../src/gemini/index.ts';
import { collect, failureOf } from './read-call.ts';

const schema = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] };

describe.each([
  ['anthropic', 'anthropic', anthropic()],
  ['gemini with its new SDK', 'gemini', gemini({ sdk: '@google/genai' })],
  ['gemini with its old SDK', 'gemini', gemini({ sdk: '@google/generative-ai' })],
] as const)('%s at the simulated vendor', (_, vendor, provider) => {
  const request: ChatRequest = {
    model: provider.defaultModel ?? '',
    messages: [{ role: 'user', content: 'Summarise: The whale swam. It sang.' }],
    output: { name: 'summary', schema },
    reasoning: 'low',
  };

  it('answers by the schema, as one piece and as a stream, until its limit is reached', async () => {
    await using simulator = await createSimulator({
      accounts: [{ vendor, key: 'sk-one', limits: { requestsPerMinute: 2 } }],
    });
    const context = {
      apiKey: toSecret('sk-one'),
      signal: new AbortController().signal,
      baseUrl: simulator.baseUrl(vendor),
    };
    const whole = await provider.generate(request, context);
    const parts = await collect(provider.stream(request, context));
    expect(JSON.parse(whole.text)).toEqual({ summary: expect.stringContaining('whale') as unknown });
    expect(whole.usage.reasoningTokens).toBeGreaterThan(0);
    const streamed = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
    expect(streamed).toBe(whole.text);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', response: { text: streamed, finishReason: 'stop' } });

    const error = await failureOf(provider.generate(request, context));
    expect(error).toMatchObject({ kind: 'rate-limited', status: 429 });
    expect(error.limits).toContainEqual(expect.objectContaining({ name: 'requestsPerMinute', limit: 2, remaining: 0 }));
    expect(simulator.counts()[0]).toMatchObject({ accepted: 2, refused: 1, completed: 2 });
  });
});
