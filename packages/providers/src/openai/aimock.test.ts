import { LLMock } from '@copilotkit/aimock';
import { type ChatRequest, Secret } from '@manyhands/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openai } from './index.ts';

/** A second opinion on the wire, by people who check theirs against the real one: one mock for each account. */
describe('openai against aimock', () => {
  const mocks = { one: new LLMock({ port: 0 }), two: new LLMock({ port: 0 }) };
  const provider = openai();

  beforeAll(async () => {
    mocks.one.onMessage('whale', { content: 'Moby' });
    mocks.one.onMessage('tool', { toolCalls: [{ name: 'find_whale', arguments: '{"name":"Dick"}' }] });
    mocks.one.onMessage('cut', { content: 'A long answer that never ends' }, { truncateAfterChunks: 1, chunkSize: 4 });
    mocks.two.onMessage('whale', {
      error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
      status: 429,
      retryAfter: 7,
    });
    await Promise.all([mocks.one.start(), mocks.two.start()]);
  });
  afterAll(() => Promise.all([mocks.one.stop(), mocks.two.stop()]));

  const ask = (content: string): ChatRequest => ({ model: 'gpt-5-mini', messages: [{ role: 'user', content }] });
  const toContext = (account: keyof typeof mocks) => ({
    apiKey: new Secret(`sk-${account}`),
    signal: new AbortController().signal,
    baseUrl: `${mocks[account].url}/v1`,
  });

  it('reads a whole answer', async () => {
    const response = await provider.generate(ask('Name a whale.'), toContext('one'));
    expect(response).toMatchObject({ text: 'Moby', finishReason: 'stop' });
  });

  it('reads a stream', async () => {
    const parts = await Array.fromAsync(provider.stream(ask('Name a whale.'), toContext('one')));
    expect(parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')).toBe('Moby');
    expect(parts.at(-1)).toMatchObject({ type: 'finish', response: { text: 'Moby', finishReason: 'stop' } });
  });

  it('reads a tool call, streamed or not', async () => {
    const expected = [{ name: 'find_whale', input: { name: 'Dick' } }];
    const whole = await provider.generate(ask('Use the tool.'), toContext('one'));
    const parts = await Array.fromAsync(provider.stream(ask('Use the tool.'), toContext('one')));
    expect(whole.toolCalls).toMatchObject(expected);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', response: { toolCalls: expected } });
  });

  it('throws when a stream is cut', async () => {
    const reading = Array.fromAsync(provider.stream(ask('Please cut it.'), toContext('one')));
    await expect(reading).rejects.toMatchObject({ kind: 'network' });
  });

  it('keeps accounts apart: the limit of one is not that of the other', async () => {
    const refused = provider.generate(ask('Name a whale.'), toContext('two'));
    await expect(refused).rejects.toMatchObject({ kind: 'rate-limited', status: 429, retryAfterMs: 7000 });
    await expect(provider.generate(ask('Name a whale.'), toContext('one'))).resolves.toMatchObject({ text: 'Moby' });
  });
});
