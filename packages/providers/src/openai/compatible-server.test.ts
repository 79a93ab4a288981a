import { Secret } from '@manyhands/core';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { startVendorServer, type VendorServer } from '../../test/vendor-server.ts';
import { openai } from './index.ts';

const answer = {
  body: {
    model: 'qwen3:8b',
    choices: [
      { index: 0, message: { role: 'assistant', content: 'Moby', reasoning: 'White.' }, finish_reason: 'stop' },
    ],
  },
};

describe('a server of the app that speaks chat completions', () => {
  let server: VendorServer;
  beforeAll(async () => {
    server = await startVendorServer();
    server.answer = answer;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const request = {
    model: 'qwen3:8b',
    messages: [{ role: 'user' as const, content: 'Name a whale.' }],
    maxOutputTokens: 9,
    temperature: 0.5,
    reasoning: 'low' as const,
  };
  const toContext = (key: string, baseUrl?: string) => ({
    apiKey: new Secret(key),
    signal: new AbortController().signal,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });

  it('gets the request as it is, with max_tokens and its own headers', async () => {
    const ollama = openai({ id: 'ollama', baseUrl: `${server.url}/v1`, headers: { 'x-title': 'whales' } });
    const response = await ollama.generate(request, toContext('none'));
    const sent = server.requests.at(-1)!;
    expect(sent.body).toEqual({
      model: 'qwen3:8b',
      messages: request.messages,
      max_tokens: 9,
      temperature: 0.5,
      reasoning_effort: 'low',
    });
    expect(sent.headers['x-title']).toBe('whales');
    expect(response).toMatchObject({ text: 'Moby', reasoning: [{ text: 'White.' }], usage: { inputTokens: 0 } });
  });

  it('has no list price and no default model, and keeps the type of its id', () => {
    const ollama = openai({ id: 'ollama', baseUrl: server.url });
    expectTypeOf(ollama.id).toEqualTypeOf<'ollama'>();
    expect(ollama).not.toHaveProperty('defaultModel');
    expect(ollama).not.toHaveProperty('cost');
    expect(ollama.price('gpt-5-mini')).toBeUndefined();
    expect(openai().price('gpt-5-mini')).toBeDefined();
    expect(openai().defaultModel).toBe('gpt-5-mini');
    expectTypeOf(openai().id).toEqualTypeOf<'openai'>();
  });

  it('can be said to do less than is assumed', async () => {
    const plain = openai({
      id: 'vllm',
      baseUrl: server.url,
      capabilities: { jsonOutput: 'prompt', contextTokens: 4096 },
    });
    expect(plain.capabilities('any')).toMatchObject({ jsonOutput: 'prompt', contextTokens: 4096, tools: true });
    await plain.generate({ ...request, output: { name: 'a', schema: { type: 'object' } } }, toContext('none'));
    expect(server.requests.at(-1)!.body).not.toHaveProperty('response_format');
  });

  it('sends each account its own key, to its own server before that of the provider', async () => {
    const provider = openai({ baseUrl: 'http://127.0.0.1:1' });
    await provider.generate(request, toContext('key-one', `${server.url}/one`));
    await provider.generate(request, toContext('key-two', `${server.url}/two`));
    const sent = server.requests.slice(-2).map(({ path, headers }) => [path, headers.authorization]);
    expect(sent).toEqual([
      ['/one/chat/completions', 'Bearer key-one'],
      ['/two/chat/completions', 'Bearer key-two'],
    ]);
  });

  it.each([
    ['OPENAI_ORG_ID', 'org-of-another-account', 'openai-organization'],
    ['OPENAI_CUSTOM_HEADERS', 'X-Team: another', 'x-team'],
  ])('is never sent %s of the environment', async (variable, value, header) => {
    process.env[variable] = value;
    try {
      await openai({ baseUrl: server.url }).generate(request, toContext('fresh'));
    } finally {
      delete process.env[variable];
    }
    expect(server.requests.at(-1)!.headers).not.toHaveProperty(header);
  });
});
