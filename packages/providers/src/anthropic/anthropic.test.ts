import { type CallContext, type ChatRequest, type StreamPart, toSecret } from '@manyhands/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixtureServer, type Fixture, type FixtureServer } from '../../test/fixture-server.ts';
import { collect, failureOf, waitFor } from '../../test/read-call.ts';
import failures from './fixtures/failures.json' with { type: 'json' };
import message from './fixtures/message.json' with { type: 'json' };
import stream from './fixtures/stream.json' with { type: 'json' };
import { anthropic } from './index.ts';

const KEY = 'sk-ant-secret-key';
const request: ChatRequest = { model: 'claude-haiku-4-5', messages: [{ role: 'user', content: 'Two and two?' }] };
const provider = anthropic();
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

const REASONING = { type: 'reasoning', text: 'Two and two.', signature: 'anthropic:EqQBCgIYAg==' };
const CALL = { type: 'tool-call', id: 'toolu_01', name: 'note', input: { text: 'four' } };

describe('anthropic', () => {
  it('reads text, thinking, tool calls, usage and limits of an answer', async () => {
    server.answer(message);
    expect(await provider.generate(request, toContext())).toEqual({
      model: 'claude-haiku-4-5-20251001',
      text: 'It is four.',
      toolCalls: [CALL],
      reasoning: [REASONING, { type: 'reasoning', text: '', signature: 'anthropic:redacted:EmwKAhgB' }],
      usage: {
        inputTokens: 420,
        outputTokens: 42,
        cachedInputTokens: 300,
        cacheWriteTokens: 20,
        reasoningTokens: 30,
      },
      finishReason: 'tool-calls',
      limits: [
        { name: 'requestsPerMinute', limit: 50, remaining: 49, resetMs: 1000 },
        { name: 'inputTokensPerMinute', limit: 30_000, remaining: 28_000, resetMs: 4000 },
        { name: 'outputTokensPerMinute', limit: 8000, remaining: 8000, resetMs: 0 },
      ],
    });
  });

  it('is never sent the headers that the SDK reads from the environment', async () => {
    process.env['ANTHROPIC_CUSTOM_HEADERS'] = 'X-Team: another';
    server.answer(message);
    try {
      await anthropic().generate(request, toContext());
    } finally {
      delete process.env['ANTHROPIC_CUSTOM_HEADERS'];
    }
    expect(server.requests.at(-1)!.headers).not.toHaveProperty('x-team');
  });

  it('streams each piece as it comes and finishes once, with the whole answer', async () => {
    server.answer(stream);
    const parts = await collect(provider.stream(request, toContext()));
    expect(parts).toEqual([
      { type: 'reasoning', text: 'Two and two.' },
      { type: 'text', text: 'It is ' },
      { type: 'text', text: 'four.' },
      { type: 'tool-call', call: CALL },
      {
        type: 'finish',
        response: {
          model: 'claude-haiku-4-5-20251001',
          text: 'It is four.',
          toolCalls: [CALL],
          reasoning: [REASONING],
          usage: {
            inputTokens: 30,
            outputTokens: 42,
            cachedInputTokens: 5,
            cacheWriteTokens: 0,
            reasoningTokens: 30,
          },
          finishReason: 'tool-calls',
          limits: [{ name: 'requestsPerMinute', limit: 50, remaining: 48, resetMs: 2000 }],
        },
      },
    ]);
    expect(server.requests.at(-1)?.body).toMatchObject({ stream: true });
  });

  it.each([...stream.events.keys()].flatMap((count) => [[count, 'end'] as const, [count, 'reset'] as const]))(
    'throws when a stream is cut after %i events (%s), and never finishes',
    async (count, after) => {
      const parts: StreamPart[] = [];
      server.answer({ events: stream.events.slice(0, count), after });
      const error = await failureOf(collect(provider.stream(request, toContext()), parts));
      expect(error.kind).toBe('network');
      expect(parts.filter(({ type }) => type === 'finish')).toEqual([]);
    },
  );

  it('reports an overload that comes within a stream', async () => {
    const overload = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    server.answer({ events: [...stream.events.slice(0, 9), { event: 'error', data: overload }] });
    expect((await failureOf(collect(provider.stream(request, toContext())))).kind).toBe('overloaded');
  });

  it.each(failures)('tells $name as $kind, after one request and without the key', async (failure) => {
    server.answer(failure as Fixture);
    const before = server.requests.length;
    const error = await failureOf(provider.generate(request, toContext()));
    expect(error).toMatchObject({
      kind: failure.kind,
      provider: 'anthropic',
      retryAfterMs: failure.retryAfterMs,
    });
    expect(server.requests.length - before).toBe(1);
    expect(
      `${error.message} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.toFailure())}`,
    ).not.toContain(KEY);
  });

  it('reads the limits of a refusal', async () => {
    server.answer(failures[0] as Fixture);
    const error = await failureOf(provider.generate(request, toContext()));
    expect(error.limits).toEqual([{ name: 'requestsPerMinute', limit: 50, remaining: 0, resetMs: 12_000 }]);
    expect(error.status).toBe(429);
  });

  it('closes the socket when an answer or a stream is aborted', async () => {
    for (const isStream of [false, true]) {
      await using hanging = await createFixtureServer();
      hanging.answer(isStream ? { events: stream.events.slice(0, 9), after: 'hang' } : { body: ' ', after: 'hang' });
      const abort = new AbortController();
      const context = { ...toContext(abort.signal), baseUrl: hanging.url };
      const parts = provider.stream(request, context)[Symbol.asyncIterator]();
      if (isStream) await parts.next();
      const call = failureOf(
        isStream
          ? parts
              .next()
              .then(() => parts.next())
              .then(() => parts.next())
          : provider.generate(request, context),
      );
      if (!isStream) await waitFor(() => hanging.requests.length === 1);
      abort.abort();
      expect((await call).kind).toBe('aborted');
      await hanging.hungUp;
    }
  });

  it('closes the socket of a stream that is left early', async () => {
    await using hanging = await createFixtureServer();
    hanging.answer({ events: stream.events.slice(0, 9), after: 'hang' });
    for await (const _ of provider.stream(request, { ...toContext(), baseUrl: hanging.url })) break;
    await expect(hanging.hungUp).resolves.toBeUndefined();
  });

  it('tells a timeout from an abort by the reason', async () => {
    server.answer({ body: ' ', after: 'hang' });
    const signal = AbortSignal.abort(new DOMException('The call timeout passed.', 'TimeoutError'));
    expect((await failureOf(provider.generate(request, toContext(signal)))).kind).toBe('timeout');
  });

  it('reports a server that is not there as a network failure, and why', async () => {
    const error = await failureOf(provider.generate(request, { ...toContext(), baseUrl: 'http://127.0.0.1:1' }));
    expect(error.kind).toBe('network');
  });

  it('has the vendor enforce the schema asked for, in the subset it takes', async () => {
    server.answer(message);
    const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] };
    await provider.generate({ ...request, output: { name: 'n', schema } }, toContext());
    expect(server.requests.at(-1)?.body).toMatchObject({
      output_config: {
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: { n: { type: 'integer' } },
            required: ['n'],
            additionalProperties: false,
          },
        },
      },
    });
  });

  it('refuses a schema that the vendor has no form for, before any call', async () => {
    const before = server.requests.length;
    const error = await failureOf(provider.generate({ ...request, output: { name: 'n', schema: {} } }, toContext()));
    expect(error.kind).toBe('bad-request');
    expect(server.requests.length).toBe(before);
  });

  it('refuses a key that no header can carry, before any call and without showing it', async () => {
    const error = await failureOf(provider.generate(request, { ...toContext(), apiKey: toSecret('sk-one\nsk-two') }));
    expect(error.kind).toBe('credential');
    expect(error.message).not.toContain('sk-');
  });

  it('sends the key in a header only', async () => {
    server.answer(message);
    await provider.generate(request, toContext());
    const sent = server.requests.at(-1);
    expect(sent?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(`${sent?.path} ${JSON.stringify(sent?.body)}`).not.toContain(KEY);
    expect(sent?.path).toBe('/v1/messages');
  });
});
