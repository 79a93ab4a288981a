import { describe, expect, it } from 'vitest';
import { ProviderError } from '../src/index.ts';
import { orchestrate } from './support/orchestrate.ts';

const ASK = { messages: [{ role: 'user' as const, content: 'Hello?' }] };

describe('generate', () => {
  it('answers with one call of whoever is free', async () => {
    const { orchestrator } = orchestrate({ answer: () => 'Hello.' });
    const response = await orchestrator.generate(ASK);
    expect(response.text).toBe('Hello.');
    await orchestrator.close();
  });

  it('goes on with another account when one fails', async () => {
    const { orchestrator, provider } = orchestrate({
      accounts: [{ id: 'a' }, { id: 'b' }],
      answer: ({ index }) =>
        index === 0
          ? new ProviderError('No.', { kind: 'rate-limited', provider: 'one', retryAfterMs: 60_000 })
          : 'Hello.',
    });
    expect((await orchestrator.generate(ASK)).text).toBe('Hello.');
    expect(provider.calls).toHaveLength(2);
    await orchestrator.close();
  });

  it('streams the answer as it comes', async () => {
    const text = 'A long answer that comes in several parts, one after the other.';
    const { orchestrator } = orchestrate({ answer: () => text, settings: { progressIntervalMs: 0.001 } });
    let streamed = '';
    let finished = '';
    let parts = 0;
    for await (const part of orchestrator.generate({ ...ASK, stream: true })) {
      parts += 1;
      if (part.type === 'text') streamed += part.text;
      if (part.type === 'finish') finished = part.response.text;
    }
    expect(finished).toBe(text);
    expect(streamed).toBe(text);
    expect(parts).toBeGreaterThan(2);
    await orchestrator.close();
  });

  it('rejects with what went wrong when all attempts failed', async () => {
    const { orchestrator } = orchestrate({
      settings: { maxAttempts: 2 },
      answer: () => new ProviderError('The server fell over.', { kind: 'server', provider: 'one' }),
    });
    await expect(orchestrator.generate(ASK)).rejects.toMatchObject({ code: 'MANYHANDS_PROVIDER_SERVER' });
    await orchestrator.close();
  });

  it('stops at once when its signal is aborted', async () => {
    const controller = new AbortController();
    const { orchestrator } = orchestrate({
      answer: ({ context }) =>
        new Promise((_, reject) => {
          context.signal.addEventListener('abort', () => reject(new Error('closed')), { once: true });
          controller.abort();
        }),
    });
    await expect(orchestrator.generate({ ...ASK, signal: controller.signal })).rejects.toThrow(/abort/i);
    await orchestrator.close();
  });

  it('refuses a route nobody named', async () => {
    const { orchestrator } = orchestrate();
    await expect(async () => orchestrator.generate({ ...ASK, route: 'nowhere' })).rejects.toMatchObject({
      code: 'MANYHANDS_UNKNOWN_ROUTE',
    });
    await orchestrator.close();
  });
});
