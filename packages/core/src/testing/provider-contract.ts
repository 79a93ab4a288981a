import assert from 'node:assert/strict';
import type { ChatRequest, StreamPart } from '../domain/chat.ts';
import type { FailureKind } from '../domain/failure.ts';
import { toSecret } from '../domain/secret.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { CallContext, Provider } from '../ports/provider.ts';
import { eventually, type ContractCase } from './contract.ts';

/** What a server can be told to do to the calls that come next. */
export type ServerFault = 'rate-limited' | 'server-error' | 'reset' | 'cut-stream' | 'hang';

/** A provider and a server that it talks to over HTTP: the vendor's, or one that speaks like it. */
export interface ProviderUnderTest {
  readonly provider: Provider;
  readonly model: string;
  /** A key the server takes. No part of it may show up anywhere. */
  readonly key: string;
  readonly baseUrl: string;
  /** Requests that have reached the server so far. */
  requests(): number;
  /** Calls the server was answering when their caller went away. */
  aborted(): number;
  inject(fault: ServerFault): void;
  close(): Promise<void>;
}

const QUESTION: Omit<ChatRequest, 'model'> = {
  system: 'You answer in English.',
  messages: [{ role: 'user', content: 'Summarise: The whale swam north. It sang all night. The ship came too late.' }],
};
const SUMMARY = {
  name: 'summary',
  schema: {
    type: 'object',
    properties: { summary: { type: 'string' } },
    required: ['summary'],
    additionalProperties: false,
  },
};

function contextOf({ key, baseUrl }: ProviderUnderTest, signal = new AbortController().signal): CallContext {
  return { apiKey: toSecret(key), baseUrl, signal };
}

function ask({ model }: ProviderUnderTest, more: Partial<ChatRequest> = {}): ChatRequest {
  return { ...QUESTION, ...more, model };
}

async function collect(parts: AsyncIterable<StreamPart>): Promise<readonly StreamPart[]> {
  const collected: StreamPart[] = [];
  for await (const part of parts) collected.push(part);
  return collected;
}

/** Expects a `ProviderError` of one of the kinds, free of the key. */
async function failsWith(
  subject: ProviderUnderTest,
  call: Promise<unknown>,
  ...kinds: FailureKind[]
): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ProviderError, `A ProviderError was expected, not ${String(error)}`);
  assert.ok(kinds.includes(error.kind), `The kind is ${error.kind}, not ${kinds.join(' or ')}: ${error.message}`);
  assert.equal(error.provider, subject.provider.id);
  assert.ok(
    !`${error.message}${error.stack}${JSON.stringify(error.toFailure())}`.includes(subject.key),
    'The key shows.',
  );
  return error;
}

const CHECKS: Readonly<Record<string, (subject: ProviderUnderTest) => Promise<void>>> = {
  'answers with text, usage and the reason it stopped, by one request': async (subject) => {
    const response = await subject.provider.generate(ask(subject), contextOf(subject));
    assert.match(response.text, /whale/);
    assert.equal(response.finishReason, 'stop');
    assert.ok(response.usage.inputTokens > 0 && response.usage.outputTokens > 0);
    assert.equal(subject.requests(), 1);
  },

  'streams the same answer in parts, with one finish at the end': async (subject) => {
    const parts = await collect(subject.provider.stream(ask(subject), contextOf(subject)));
    const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
    assert.equal(parts.filter(({ type }) => type === 'finish').length, 1);
    const last = parts.at(-1);
    assert.ok(last?.type === 'finish');
    assert.equal(last.response.text, text);
    assert.ok(last.response.usage.outputTokens > 0);
    assert.equal(subject.requests(), 1);
  },

  'answers in JSON of the asked schema': async (subject) => {
    const response = await subject.provider.generate(ask(subject, { output: SUMMARY }), contextOf(subject));
    const answer: unknown = JSON.parse(response.text);
    assert.deepEqual(Object.keys(answer as object), ['summary']);
  },

  'calls a tool when it has to': async (subject) => {
    const tool = { name: 'save_summary', description: 'Keeps a summary.', input: SUMMARY.schema };
    const request = ask(subject, { tools: [tool], toolChoice: 'required' });
    const response = await subject.provider.generate(request, contextOf(subject));
    assert.equal(response.finishReason, 'tool-calls');
    assert.equal(response.toolCalls[0]?.name, 'save_summary');
    assert.equal(typeof response.toolCalls[0].input, 'object');
  },

  'says that a key is not taken, without showing it': async (subject) => {
    const context = { ...contextOf(subject), apiKey: toSecret(`${subject.key}-of-nobody`) };
    await failsWith(subject, subject.provider.generate(ask(subject), context), 'credential');
  },

  'says that it was refused for a limit, and tries nothing by itself': async (subject) => {
    subject.inject('rate-limited');
    const error = await failsWith(subject, subject.provider.generate(ask(subject), contextOf(subject)), 'rate-limited');
    assert.ok(error.isRetryable);
    assert.equal(subject.requests(), 1);
  },

  'says that the server failed, and tries nothing by itself': async (subject) => {
    subject.inject('server-error');
    await failsWith(subject, subject.provider.generate(ask(subject), contextOf(subject)), 'server');
    assert.equal(subject.requests(), 1);
  },

  'says that the connection broke': async (subject) => {
    subject.inject('reset');
    await failsWith(subject, subject.provider.generate(ask(subject), contextOf(subject)), 'network');
  },

  'never takes a stream that was cut for a whole one': async (subject) => {
    subject.inject('cut-stream');
    await failsWith(
      subject,
      collect(subject.provider.stream(ask(subject), contextOf(subject))),
      'network',
      'invalid-response',
    );
  },

  'closes the socket when it is aborted': async (subject) => {
    subject.inject('hang');
    const controller = new AbortController();
    const call = subject.provider.generate(ask(subject), contextOf(subject, controller.signal));
    const failed = failsWith(subject, call, 'aborted');
    await eventually(() => subject.requests() === 1, 'the call reached the server');
    controller.abort();
    await failed;
    await eventually(() => subject.aborted() === 1, 'the server saw the socket close');
  },

  'calls nobody when it was aborted before': async (subject) => {
    const call = subject.provider.generate(ask(subject), contextOf(subject, AbortSignal.abort()));
    await failsWith(subject, call, 'aborted');
    assert.equal(subject.requests(), 0);
  },

  'counts a call before and after it, in every dimension': async ({ provider, model }) => {
    const { quota } = provider;
    assert.notEqual(quota.family(model), '');
    const reserved = quota.reserve({ inputTokens: 100, outputTokens: 50, maxOutputTokens: 80 });
    const usage = { inputTokens: 90, outputTokens: 40, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
    for (const charge of [reserved, quota.settle(usage, reserved)]) {
      for (const amount of Object.values(charge)) assert.ok(Number.isFinite(amount) && amount >= 0);
    }
    assert.ok(provider.capabilities(model).contextTokens > 0);
  },
};

/** What every provider promises. Each case makes a provider and a server of its own. */
export const providerContract: readonly ContractCase<ProviderUnderTest>[] = Object.entries(CHECKS).map(
  ([name, check]) => ({
    name,
    async run(create) {
      const subject = await create();
      try {
        await check(subject);
      } finally {
        await subject.close();
      }
    },
  }),
);
