import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import {
  type CallContext,
  type ChatRequest,
  type ChatResponse,
  type FailureKind,
  type Json,
  type LimitObservation,
  type Provider,
  ProviderError,
  Secret,
  type StreamPart,
} from '@manyhands/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVendorServer, type VendorServer, type WireAnswer } from './vendor-server.ts';

/** One call: what is asked, what goes over the wire, and what comes out. */
interface CallFixture {
  readonly title: string;
  readonly stream?: boolean;
  readonly request: ChatRequest;
  readonly sent: Json;
  readonly answer: WireAnswer;
  readonly response: Json;
  /** Of a stream, without its last. */
  readonly parts?: Json;
}

interface FailureFixture {
  readonly title: string;
  readonly stream?: boolean;
  readonly answer: WireAnswer;
  readonly kind: FailureKind;
  readonly retryAfterMs?: number;
  readonly limits?: readonly LimitObservation[];
}

export interface VendorCase {
  readonly provider: Provider;
  /** Where `*.json` are: `failures.json`, and one file a call. */
  readonly fixtures: URL;
  readonly path: string;
}

const KEY = 'sk-this-is-the-secret-key-of-the-account';
const QUESTION = { messages: [{ role: 'user', content: 'Name a whale.' }] } satisfies Partial<ChatRequest>;

/** What each vendor with OpenAI's wire format promises, by its recorded wire. */
export function describeVendor({ provider, fixtures, path }: VendorCase): void {
  let server: VendorServer;
  const model = provider.defaultModel!;
  beforeAll(async () => {
    server = await startVendorServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  function toContext(signal = new AbortController().signal): CallContext {
    return { apiKey: new Secret(KEY), signal, baseUrl: server.url + path };
  }

  async function catchError(request: ChatRequest, isStream: boolean, signal?: AbortSignal): Promise<ProviderError> {
    const context = toContext(signal);
    const call = isStream ? collect(provider.stream(request, context)) : provider.generate(request, context);
    const error: unknown = await call.then(
      (value) => expect.fail(`should have thrown and not given ${JSON.stringify(value)}`),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ProviderError);
    return error as ProviderError;
  }

  describe('asks and reads on the wire', () => {
    it.each(readCalls(fixtures))('$title', async ({ request, answer, sent, response, parts, stream }) => {
      server.answer = answer;
      const count = server.requests.length;
      const received = stream === true ? await collect(provider.stream(request, toContext())) : undefined;
      const result = received === undefined ? await provider.generate(request, toContext()) : finishOf(received);
      const asked = server.requests.slice(count);
      expect(asked).toHaveLength(1);
      expect(asked[0]!.body).toEqual(sent);
      expect(asked[0]!.path).toBe(`${path}/chat/completions`);
      expect(asked[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
      expect(result).toEqual(response);
      expect(received?.slice(0, -1)).toEqual(parts);
    });
  });

  describe('reads each failure as its kind, in one request, without the key', () => {
    it.each(read(fixtures, 'failures.json') as FailureFixture[])('$title', async (failure) => {
      server.answer = quoteKey(failure.answer);
      const count = server.requests.length;
      const error = await catchError({ model, ...QUESTION }, failure.stream ?? false);
      expect(error).toMatchObject({ kind: failure.kind, provider: provider.id });
      expect(error.retryAfterMs).toBe(failure.retryAfterMs);
      expect(error.limits).toEqual(failure.limits ?? []);
      expect(server.requests).toHaveLength(count + 1);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(KEY);
    });

    it('names a server that cannot be reached as a network failure', async () => {
      const context = { ...toContext(), baseUrl: 'http://127.0.0.1:1/v1' };
      await expect(provider.generate({ model, ...QUESTION }, context)).rejects.toMatchObject({ kind: 'network' });
    });

    it('names a key that no header can carry as a wrong credential, before any request', async () => {
      const count = server.requests.length;
      const context = { ...toContext(), apiKey: new Secret(`${KEY}\n`) };
      const error: unknown = await provider
        .generate({ model, ...QUESTION }, context)
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ kind: 'credential' });
      expect(inspect(error, { depth: 10 })).not.toContain(KEY);
      expect(server.requests).toHaveLength(count);
    });
  });

  describe.each([{ isStream: false }, { isStream: true }])('on abort (stream: $isStream)', ({ isStream }) => {
    it.each([
      { reason: new DOMException('stopped', 'AbortError'), kind: 'aborted' },
      { reason: new DOMException('too long', 'TimeoutError'), kind: 'timeout' },
    ])('closes the socket and throws $kind', async ({ reason, kind }) => {
      server.answer = { end: 'hang', ...(isStream ? { events: [': waiting\n\n'] } : {}) };
      const controller = new AbortController();
      const [hung, closed] = [server.nextHang(), server.nextAbort()];
      const failed = catchError({ model, ...QUESTION }, isStream, controller.signal);
      await hung;
      controller.abort(reason);
      expect((await failed).kind).toBe(kind);
      await closed;
    });
  });

  it('closes the socket when the reader of a stream walks away', async () => {
    server.answer = { end: 'hang', events: [{ choices: [{ index: 0, delta: { content: 'A' } }] }] };
    const closed = server.nextAbort();
    for await (const part of provider.stream({ model, ...QUESTION }, toContext())) {
      expect(part).toEqual({ type: 'text', text: 'A' });
      break;
    }
    await closed;
  });
}

function readCalls(fixtures: URL): CallFixture[] {
  const names = readdirSync(fixtures).filter((name) => name !== 'failures.json');
  return names.map((name) => read(fixtures, name) as CallFixture);
}

function read(fixtures: URL, name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'));
}

/** Vendors quote the key in what they say about it. */
function quoteKey(answer: WireAnswer): WireAnswer {
  return JSON.parse(JSON.stringify(answer).replaceAll('{key}', KEY)) as WireAnswer;
}

async function collect(stream: AsyncIterable<StreamPart>): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

function finishOf(parts: readonly StreamPart[]): ChatResponse {
  const last = parts.at(-1);
  if (last?.type !== 'finish') throw new Error('The last part should be `finish`.');
  return last.response;
}
