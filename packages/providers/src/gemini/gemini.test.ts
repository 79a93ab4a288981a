import { type CallContext, type ChatRequest, type StreamPart, toSecret } from '@manyhands/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixtureServer, type Fixture, type FixtureServer } from '../../test/fixture-server.ts';
import { collect, failureOf, waitFor } from '../../test/read-call.ts';
import failures from './fixtures/failures.json' with { type: 'json' };
import response from './fixtures/response.json' with { type: 'json' };
import stream from './fixtures/stream.json' with { type: 'json' };
import { gemini } from './index.ts';

const KEY = 'AIza-secret-key';
const request: ChatRequest = { model: 'gemini-3.1-flash-lite', messages: [{ role: 'user', content: 'Two and two?' }] };
const CALL = { type: 'tool-call', id: 'fc-1', name: 'note', input: { text: 'four' }, signature: 'gemini:Y2FsbA==' };
const REASONING = { type: 'reasoning', text: 'Two and two.', signature: 'gemini:dGV4dA==' };

describe.each(['@google/genai', '@google/generative-ai'] as const)('gemini through %s', (sdk) => {
  const provider = gemini({ sdk });
  let server: FixtureServer;

  beforeAll(async () => {
    server = await createFixtureServer();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  function toContext(signal = new AbortController().signal): CallContext {
    return { apiKey: toSecret(KEY), signal, baseUrl: server.url };
  }

  it('reads text, thoughts, tool calls and usage of an answer', async () => {
    server.answer(response);
    expect(await provider.generate(request, toContext())).toEqual({
      model: 'gemini-3.1-flash-lite',
      text: 'It is four.',
      toolCalls: [CALL],
      reasoning: [REASONING],
      usage: {
        inputTokens: 400,
        outputTokens: 42,
        cachedInputTokens: 300,
        cacheWriteTokens: 0,
        reasoningTokens: 30,
      },
      finishReason: 'tool-calls',
      limits: [],
    });
  });

  it('streams each piece as it comes and finishes once, with the whole answer', async () => {
    server.answer(stream);
    expect(await collect(provider.stream(request, toContext()))).toEqual([
      { type: 'reasoning', text: 'Two and two.' },
      { type: 'text', text: 'It is ' },
      { type: 'text', text: 'four.' },
      { type: 'tool-call', call: CALL },
      {
        type: 'finish',
        response: {
          model: 'gemini-3.1-flash-lite',
          text: 'It is four.',
          toolCalls: [CALL],
          reasoning: [REASONING],
          usage: {
            inputTokens: 40,
            outputTokens: 42,
            cachedInputTokens: 0,
            cacheWriteTokens: 0,
            reasoningTokens: 30,
          },
          finishReason: 'tool-calls',
          limits: [],
        },
      },
    ]);
  });

  it.each([...stream.events.keys()].flatMap((count) => [[count, 'end'] as const, [count, 'reset'] as const]))(
    'throws when a stream is cut after %i events (%s), after one request, and never finishes',
    async (count, after) => {
      const parts: StreamPart[] = [];
      const before = server.requests.length;
      server.answer({ events: stream.events.slice(0, count), after });
      const error = await failureOf(collect(provider.stream(request, toContext()), parts));
      expect(error.kind).toBe('network');
      expect(parts.filter(({ type }) => type === 'finish')).toEqual([]);
      expect(server.requests.length - before).toBe(1);
    },
  );

  it('does not let the SDK continue a cut stream or answer by another request', async () => {
    const candidate = { content: { role: 'model', parts: [{ text: 'It ' }] }, continuationToken: 'dG9rZW4=' };
    const before = server.requests.length;
    server.answer({ events: [{ data: { candidates: [candidate] } }] });
    expect((await failureOf(collect(provider.stream(request, toContext())))).kind).toBe('network');
    server.answer({ body: { candidates: [{ ...candidate, finishReason: 'CONTINUATION' }] } });
    expect((await provider.generate(request, toContext())).finishReason).toBe('other');
    expect(server.requests.length - before).toBe(2);
  });

  it('reports an overload that comes within a stream', async () => {
    const overload = { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } };
    server.answer({ events: [...stream.events.slice(0, 2), { data: overload }] });
    const error = await failureOf(collect(provider.stream(request, toContext())));
    expect(error).toMatchObject({ kind: 'overloaded', status: 503 });
  });

  it.each(failures)('tells $name as $kind, after one request and without the key', async (failure) => {
    server.answer(failure as Fixture);
    const before = server.requests.length;
    const error = await failureOf(provider.generate(request, toContext()));
    expect(error).toMatchObject({ kind: failure.kind, provider: 'gemini', retryAfterMs: failure.retryAfterMs });
    expect(error.limits).toEqual(failure.limits ?? []);
    expect(server.requests.length - before).toBe(1);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(KEY);
    expect(error.message).not.toContain(server.url);
  });

  it.each(failures.filter(({ status }) => status >= 400))('tells $name as $kind also of a stream', async (failure) => {
    server.answer(failure as Fixture);
    const error = await failureOf(collect(provider.stream(request, toContext())));
    expect(error).toMatchObject({ kind: failure.kind, retryAfterMs: failure.retryAfterMs });
  });

  it('waits for midnight in California when the quota of a day is used up, whatever the delay says', async () => {
    const details = [
      { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier', quotaValue: '250' }] },
      { violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier', quotaValue: '10' }] },
      { retryDelay: '36s' },
    ];
    server.answer({
      status: 429,
      body: { error: { code: 429, message: 'Quota.', status: 'RESOURCE_EXHAUSTED', details } },
    });
    const error = await failureOf(provider.generate(request, toContext()));
    expect(error.kind).toBe('quota-exhausted');
    expect(error.limits).toMatchObject([
      { name: 'requestsPerDay', limit: 250, remaining: 0 },
      { name: 'requestsPerMinute', limit: 10, remaining: 0, resetMs: 36_000 },
    ]);
    const back = new Date(Date.now() + (error.retryAfterMs ?? 0) + 500);
    expect(back.toLocaleTimeString('en-GB', { timeZone: 'America/Los_Angeles' })).toBe('00:00:00');
  });

  it('closes the socket when an answer or a stream is aborted', async () => {
    for (const isStream of [false, true]) {
      await using hanging = await createFixtureServer();
      hanging.answer(isStream ? { events: stream.events.slice(0, 1), after: 'hang' } : { body: ' ', after: 'hang' });
      const abort = new AbortController();
      const context = { ...toContext(abort.signal), baseUrl: hanging.url };
      const parts = provider.stream(request, context)[Symbol.asyncIterator]();
      if (isStream) await parts.next();
      const call = failureOf(isStream ? parts.next() : provider.generate(request, context));
      if (!isStream) await waitFor(() => hanging.requests.length === 1);
      abort.abort();
      expect((await call).kind).toBe('aborted');
      await hanging.hungUp;
    }
  });

  it('closes the socket of a stream that is left early', async () => {
    await using hanging = await createFixtureServer();
    hanging.answer({ events: stream.events.slice(0, 1), after: 'hang' });
    for await (const _ of provider.stream(request, { ...toContext(), baseUrl: hanging.url })) break;
    await expect(hanging.hungUp).resolves.toBeUndefined();
  });

  it('makes no request for a signal that is aborted already, and tells a timeout by its reason', async () => {
    const before = server.requests.length;
    const timeout = AbortSignal.abort(new DOMException('The call timeout passed.', 'TimeoutError'));
    expect((await failureOf(provider.generate(request, toContext(timeout)))).kind).toBe('timeout');
    expect((await failureOf(collect(provider.stream(request, toContext(AbortSignal.abort()))))).kind).toBe('aborted');
    expect(server.requests.length).toBe(before);
  });

  it('reports a server that is not there as a network failure', async () => {
    const error = await failureOf(provider.generate(request, { ...toContext(), baseUrl: 'http://127.0.0.1:1' }));
    expect(error.kind).toBe('network');
  });

  it('sends the whole request, and the key in a header only', async () => {
    server.answer(response);
    await provider.generate(
      {
        ...request,
        system: 'Be brief.',
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Look.' },
              { type: 'image', mediaType: 'image/png', data: 'AAAA' },
              { type: 'image', mediaType: 'image/png', url: 'https://example.com/a.png' },
            ],
          },
          {
            role: 'assistant',
            content: [
              { type: 'reasoning', text: 'Hm.', signature: 'gemini:c2ln' },
              { type: 'reasoning', text: 'Of another vendor.', signature: 'anthropic:c2ln' },
              { type: 'tool-call', id: 'a', name: 'note', input: { text: 'x' }, signature: 'gemini:Y2FsbA==' },
              { type: 'tool-call', id: 'b', name: 'note', input: {}, signature: 'other:c2ln' },
            ],
          },
          { role: 'tool', content: [{ type: 'tool-result', id: 'a', name: 'note', output: 'done' }] },
          { role: 'tool', content: [{ type: 'tool-result', id: 'b', name: 'note', output: 'no', isError: true }] },
        ],
        tools: [{ name: 'note', description: 'Notes', input: { type: 'object', properties: {} } }],
        toolChoice: { name: 'note' },
        output: { name: 'n', schema: { type: 'object', additionalProperties: false } },
        reasoning: 'low',
        temperature: 0.5,
        stop: ['END'],
        maxOutputTokens: 100,
        seed: 7,
      },
      toContext(),
    );
    const sent = server.requests.at(-1);
    expect(sent?.path).toBe('/v1beta/models/gemini-3.1-flash-lite:generateContent');
    expect(sent?.headers['x-goog-api-key']).toBe(KEY);
    expect(sent?.body).toMatchObject({
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'Look.' },
            { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
            { fileData: { mimeType: 'image/png', fileUri: 'https://example.com/a.png' } },
          ],
        },
        {
          role: 'model',
          parts: [
            { text: 'Hm.', thought: true, thoughtSignature: 'c2ln' },
            { functionCall: { id: 'a', name: 'note', args: { text: 'x' } }, thoughtSignature: 'Y2FsbA==' },
            { functionCall: { id: 'b', name: 'note', args: {} }, thoughtSignature: 'skip_thought_signature_validator' },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'a', name: 'note', response: { output: 'done' } } },
            { functionResponse: { id: 'b', name: 'note', response: { error: 'no' } } },
          ],
        },
      ],
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      tools: [
        {
          functionDeclarations: [
            { name: 'note', description: 'Notes', parametersJsonSchema: { type: 'object', properties: {} } },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['note'] } },
      generationConfig: {
        responseMimeType: 'application/json',
        responseJsonSchema: { type: 'object', additionalProperties: false },
        thinkingConfig: { includeThoughts: true, thinkingLevel: 'LOW' },
        temperature: 0.5,
        stopSequences: ['END'],
        maxOutputTokens: 100,
        seed: 7,
      },
    });
  });
});
