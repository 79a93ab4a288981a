import Anthropic, {
  AuthenticationError,
  NotFoundError,
  RateLimitError as AnthropicRateLimitError,
} from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
import OpenAI, { APIError, RateLimitError } from 'openai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../index.ts';

const TEXT = 'The whale breached. Whales are large. A whale-boat followed the old ship across the wide sea.';
const MESSAGES = [{ role: 'user' as const, content: TEXT }];
const VENDORS = ['openai', 'deepseek', 'qwen'] as const;
const KEY = 'key-of-the-only-account';
let simulator: Simulator;

beforeEach(async () => {
  const accounts = [...VENDORS, 'anthropic' as const, 'gemini' as const].map((vendor) => ({
    vendor,
    key: KEY,
    // Model Studio holds a minute's limit by the second as well: two calls in one second here.
    limits: { requestsPerMinute: vendor === 'qwen' ? 120 : 2 },
  }));
  simulator = await createSimulator({
    accounts,
    clock: { now: () => Date.UTC(2026, 0, 1) },
    models: Object.fromEntries(accounts.map(({ vendor }) => [vendor, [{ name: 'reader' }]])),
  });
});
afterEach(() => simulator.close());

describe.each(VENDORS)('the official OpenAI SDK at %s', (vendor) => {
  const client = (apiKey = KEY) => new OpenAI({ apiKey, baseURL: simulator.baseUrl(vendor), maxRetries: 0 });
  const ask = (model = 'reader', apiKey = KEY) => client(apiKey).chat.completions.create({ model, messages: MESSAGES });

  it('generates and counts tokens', async () => {
    const { choices, usage } = await ask();
    expect(choices[0]?.message.content).toContain('whale');
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  });

  it('streams the same text that it generates whole', async () => {
    const whole = await ask();
    const parts: string[] = [];
    const stream = await client().chat.completions.create({ model: 'reader', messages: MESSAGES, stream: true });
    for await (const chunk of stream) parts.push(chunk.choices[0]?.delta.content ?? '');
    expect(parts.join('')).toBe(whole.choices[0]?.message.content);
  });

  it('calls a tool that has to be called', async () => {
    const parameters = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] };
    const { choices } = await client().chat.completions.create({
      model: 'reader',
      messages: MESSAGES,
      tools: [{ type: 'function', function: { name: 'note', parameters } }],
      tool_choice: 'required',
    });
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'note' } });
  });

  it('answers in the shape of a schema', async () => {
    const properties = { whales: { type: 'number', description: 'How often "whale" or "whales" occurs.' } };
    const schema = { type: 'object', properties, required: ['whales'], additionalProperties: false };
    const { choices } = await client().chat.completions.create({
      model: 'reader',
      messages: [
        { role: 'user', content: `Answer in JSON of this schema: ${JSON.stringify(schema)} <piece>${TEXT}</piece>` },
      ],
      response_format:
        vendor === 'deepseek'
          ? { type: 'json_object' }
          : { type: 'json_schema', json_schema: { name: 'count', strict: true, schema } },
    });
    const answer: unknown = JSON.parse(choices[0]?.message.content ?? '');
    expect(answer).toEqual({ whales: 3 });
  });

  it('refuses a wrong key and an unknown model', async () => {
    await expect(ask('reader', 'another-key')).rejects.toMatchObject({ status: 401 });
    await expect(ask('no-model')).rejects.toBeInstanceOf(APIError);
    expect(simulator.unknownKeys).toBe(1);
  });

  it('refuses the call after the last one that fits and counts it', async () => {
    await ask();
    await ask();
    await expect(ask()).rejects.toBeInstanceOf(RateLimitError);
    const counts = simulator.counts().find((entry) => entry.vendor === vendor);
    expect(counts).toMatchObject({
      accepted: 2,
      refused: 1,
      refusedBy: { [vendor === 'qwen' ? 'requestsPerSecond' : 'requestsPerMinute']: 1 },
      completed: 2,
    });
  });
});

describe('the official Anthropic SDK', () => {
  const client = (apiKey = KEY) => new Anthropic({ apiKey, baseURL: simulator.baseUrl('anthropic'), maxRetries: 0 });
  const body = { model: 'reader', max_tokens: 200, messages: MESSAGES };

  it('generates, and streams the same text', async () => {
    const whole = await client().messages.create(body);
    const streamed = await client().messages.stream(body).finalMessage();
    expect(streamed.content[0]).toHaveProperty('text', (whole.content[0] as Anthropic.TextBlock).text);
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  it('refuses a wrong key, an unknown model, and the call after the last one that fits', async () => {
    await expect(client('another-key').messages.create(body)).rejects.toBeInstanceOf(AuthenticationError);
    await expect(client().messages.create({ ...body, model: 'none' })).rejects.toBeInstanceOf(NotFoundError);
    await client().messages.create(body);
    await client().messages.create(body);
    const error = await client()
      .messages.create(body)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AnthropicRateLimitError);
    expect((error as AnthropicRateLimitError).headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe('the official Google SDK', () => {
  const client = (apiKey = KEY) => {
    const baseUrl = simulator.baseUrl('gemini');
    return new GoogleGenAI({ apiKey, httpOptions: { baseUrl } });
  };
  const body = { model: 'reader', contents: TEXT };

  it('generates, and streams the same text', async () => {
    const whole = await client().models.generateContent(body);
    const parts: string[] = [];
    for await (const chunk of await client().models.generateContentStream(body)) parts.push(chunk.text ?? '');
    expect(whole.text).toContain('whale');
    expect(parts.join('')).toBe(whole.text);
  });

  it('refuses a wrong key, an unknown model, and the call after the last one that fits', async () => {
    await expect(client('another-key').models.generateContent(body)).rejects.toMatchObject({ status: 400 });
    await expect(client().models.generateContent({ ...body, model: 'none' })).rejects.toMatchObject({ status: 404 });
    await client().models.generateContent(body);
    await client().models.generateContent(body);
    await expect(client().models.generateContent(body)).rejects.toMatchObject({ status: 429 });
  });
});

it('is understood by the older Google SDK too', async () => {
  const model = new GoogleGenerativeAI(KEY).getGenerativeModel(
    { model: 'reader' },
    { baseUrl: simulator.baseUrl('gemini') },
  );
  expect((await model.generateContent(TEXT)).response.text()).toContain('whale');
});
