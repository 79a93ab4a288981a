import { type ChatRequest, type FailureKind, type Json, ProviderError, Secret } from '@manyhands/core';
import { createSimulator, type FaultKind, type Simulator, type Vendor } from '@manyhands/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deepseek } from '../src/deepseek/index.ts';
import { openai } from '../src/openai/index.ts';
import { qwen } from '../src/qwen/index.ts';

const KEY = 'sk-simulated-account-key';
const CASES = [
  { vendor: 'openai', provider: openai() },
  { vendor: 'deepseek', provider: deepseek() },
  { vendor: 'qwen', provider: qwen() },
] satisfies { vendor: Vendor; provider: unknown }[];

const FAULTS: readonly (readonly [FaultKind, FailureKind])[] = [
  [{ type: 'invalid-key' }, 'credential'],
  [{ type: 'quota-exhausted' }, 'quota-exhausted'],
  [{ type: 'rate-limited', retryAfterMs: 2000 }, 'rate-limited'],
  [{ type: 'overloaded' }, 'overloaded'],
  [{ type: 'server-error' }, 'server'],
  [{ type: 'reset' }, 'network'],
];
const CUTS: readonly FaultKind[] = [{ type: 'cut' }, { type: 'cut', clean: true }];

describe.each(CASES)('$vendor, as simulated', ({ vendor, provider }) => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await createSimulator({ accounts: [{ vendor, key: KEY, limits: { requestsPerMinute: 100_000 } }] });
  });
  afterAll(() => simulator.close());

  const model = provider.defaultModel!;
  const request: ChatRequest = { model, messages: [{ role: 'user', content: 'The whale is white. Summarize.' }] };
  const schema = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] };
  const toContext = () => ({
    apiKey: new Secret(KEY),
    signal: new AbortController().signal,
    baseUrl: simulator.baseUrl(vendor),
  });

  async function readFailure(isStream: boolean): Promise<ProviderError> {
    const call = isStream
      ? Array.fromAsync(provider.stream(request, toContext()))
      : provider.generate(request, toContext());
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof ProviderError)) throw new Error('The call should have thrown a ProviderError.');
    return error;
  }

  it('gets the same answer streamed and whole', async () => {
    const whole = await provider.generate(request, toContext());
    const parts = await Array.fromAsync(provider.stream(request, toContext()));
    const last = parts.at(-1);
    expect(whole.text).not.toBe('');
    expect(whole.finishReason).toBe('stop');
    expect(whole.usage.inputTokens).toBeGreaterThan(0);
    expect(whole.usage.outputTokens).toBeGreaterThan(0);
    expect(parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')).toBe(whole.text);
    expect(last).toMatchObject({
      type: 'finish',
      response: { text: whole.text, usage: { outputTokens: whole.usage.outputTokens } },
    });
  });

  it.each(['none', 'high'] as const)('gets JSON of a schema with reasoning: %s', async (reasoning) => {
    const asked = { ...request, reasoning, output: { name: 'summary', schema } };
    const { text } = await provider.generate(asked, toContext());
    expect((JSON.parse(text) as { summary: Json }).summary).toBeTypeOf('string');
  });

  it('gets a call of the tool it forces', async () => {
    const tools = [{ name: 'save', description: 'Saves a summary.', input: schema }];
    const { toolCalls, finishReason } = await provider.generate(
      { ...request, tools, toolChoice: { name: 'save' } },
      toContext(),
    );
    expect(toolCalls).toMatchObject([{ name: 'save' }]);
    expect(finishReason).toBe('tool-calls');
  });

  describe.each([false, true])('when it fails (stream: %j)', (isStream) => {
    it.each(FAULTS)('%j is %s', async (fault, kind) => {
      const end = simulator.inject({ ...fault, times: 1 });
      const error = await readFailure(isStream);
      end();
      expect(error.kind).toBe(kind);
    });
  });

  it.each(CUTS)('a stream with the fault %j is a network failure', async (fault) => {
    const end = simulator.inject({ ...fault, times: 1 });
    const error = await readFailure(true);
    end();
    expect(error.kind).toBe('network');
  });
});

describe('what OpenAI says about limits', () => {
  it('comes with every answer, and a refusal says how long to wait', async () => {
    await using simulator = await createSimulator({
      accounts: [{ vendor: 'openai', key: KEY, limits: { requestsPerMinute: 1, tokensPerMinute: 10_000 } }],
    });
    const context = {
      apiKey: new Secret(KEY),
      signal: new AbortController().signal,
      baseUrl: simulator.baseUrl('openai'),
    };
    const request: ChatRequest = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Hello.' }] };
    const { limits } = await openai().generate(request, context);
    expect(limits).toMatchObject([
      { name: 'requestsPerMinute', limit: 1, remaining: 0 },
      { name: 'tokensPerMinute', limit: 10_000 },
    ]);
    const error: unknown = await openai()
      .generate(request, context)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'rate-limited', status: 429 });
    expect((error as ProviderError).retryAfterMs).toBeGreaterThan(0);
    expect((error as ProviderError).retryAfterMs).toBeLessThanOrEqual(61_000);
  });
});
