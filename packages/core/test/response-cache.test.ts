import { memoryResponseCache, memoryTransport } from '@manyhands/adapter-memory';
import { describe, expect, it } from 'vitest';
import { createOrchestrator, ProviderError, type CacheOptions, type ChatResponse } from '../src/index.ts';
import { createManualClock, scriptedProvider } from '../src/testing/index.ts';
import { hangFirst, withCache } from './support/cached.ts';

const HELLO = { messages: [{ role: 'user' as const, content: 'Hello?' }] };

describe('a call whose answer is in the response cache', () => {
  it('is not made: the same answer comes, without usage and cost', async () => {
    const { orchestrator, provider } = withCache();
    const first = await orchestrator.generate(HELLO);
    const second = await orchestrator.generate(HELLO);
    expect(first.cached).toBeUndefined();
    expect(second).toMatchObject({ text: 'answer 0', accountId: 'a', target: first.target, costUsd: 0 });
    expect(second.usage.inputTokens + second.usage.outputTokens).toBe(0);
    expect(second.cached?.savedUsd).toBe(first.costUsd);
    expect(provider.calls).toHaveLength(1);
    await orchestrator.close();
  });

  it('streams what it has', async () => {
    const { orchestrator } = withCache();
    await orchestrator.generate(HELLO);
    const parts = await Array.fromAsync(orchestrator.generate({ ...HELLO, stream: true }));
    expect(parts.map(({ type }) => type)).toEqual(['text', 'finish']);
    expect(parts[0]).toMatchObject({ text: 'answer 0' });
    await orchestrator.close();
  });

  it('is made when anything that the model sees is different', async () => {
    const { orchestrator, provider } = withCache();
    const requests = [
      HELLO,
      { ...HELLO, system: 'Be kind.' },
      { ...HELLO, temperature: 0 },
      { ...HELLO, maxOutputTokens: 5 },
      { messages: [{ role: 'user' as const, content: 'hello?' }] },
      { ...HELLO, tools: [{ name: 'look', description: 'Looks.', input: {} }] },
    ];
    for (const request of requests) await orchestrator.generate(request);
    expect(provider.calls).toHaveLength(requests.length);
    await orchestrator.close();
  });

  it('may have been answered by any model of its route, and by no other', async () => {
    const { orchestrator, provider, other } = withCache();
    await orchestrator.generate(HELLO);
    await orchestrator.generate({ ...HELLO, route: 'both' });
    expect(other.calls).toHaveLength(0);
    await orchestrator.generate({ ...HELLO, route: 'two' });
    expect([provider.calls.length, other.calls.length]).toEqual([1, 1]);
    await orchestrator.close();
  });

  it('is made when the answer is too old, and when the cache is not wanted', async () => {
    const clock = createManualClock();
    const store = memoryResponseCache();
    const provider = scriptedProvider({ id: 'one' });
    await using orchestrator = createOrchestrator({
      planner: { provider: 'one', model: 'm' },
      providers: [provider],
      accounts: [{ id: 'a', provider: 'one', apiKey: 'sk-secret' }],
      transport: memoryTransport(),
      cache: { store, maxAgeMs: 1_000 },
      clock,
    });
    await orchestrator.generate(HELLO);
    await clock.advance(1_000);
    await orchestrator.generate(HELLO);
    expect(provider.calls).toHaveLength(1);
    await clock.advance(1);
    await orchestrator.generate(HELLO);
    expect(provider.calls).toHaveLength(2);
    await orchestrator.generate({ ...HELLO, cache: false });
    expect(provider.calls).toHaveLength(3);
    await clock.advance(500);
    await orchestrator.generate({ ...HELLO, cache: { maxAgeMs: 100 } });
    expect(provider.calls).toHaveLength(4);
  });
});

describe('calls that ask the same at the same time', () => {
  it('are one call, and all have its answer', async () => {
    const { orchestrator, provider } = withCache();
    const answers = await Promise.all(Array.from({ length: 20 }, () => orchestrator.generate(HELLO)));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['answer 0']));
    expect(answers.filter(({ cached }) => cached === undefined)).toHaveLength(1);
    expect(provider.calls).toHaveLength(1);
    await orchestrator.close();
  });

  it('are asked one after the other until one is answered', async () => {
    const failure = new ProviderError('No.', { kind: 'bad-request', provider: 'one' });
    const { orchestrator, provider } = withCache({ answer: ({ index }) => (index < 2 ? failure : 'ok') });
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => orchestrator.generate(HELLO)));
    expect(all.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(2);
    expect(provider.calls).toHaveLength(3);
    await orchestrator.close();
  });

  it('do not wait for one that was given up', async () => {
    const { orchestrator, provider } = withCache({ answer: hangFirst });
    const stop = new AbortController();
    const one = orchestrator.generate({ ...HELLO, signal: stop.signal });
    await expect.poll(() => provider.underWay).toBe(1);
    const two = orchestrator.generate(HELLO);
    await new Promise(setImmediate);
    stop.abort();
    expect((await two).text).toBe('ok');
    await expect(one).rejects.toThrow('aborted');
    await orchestrator.close();
  });

  it('are each asked when one is more urgent than the other', async () => {
    const { orchestrator, provider } = withCache({ answer: hangFirst });
    const stop = new AbortController();
    const slow = orchestrator.generate({ ...HELLO, priority: 1, signal: stop.signal });
    await expect.poll(() => provider.underWay).toBe(1);
    expect((await orchestrator.generate({ ...HELLO, priority: 2 })).text).toBe('ok');
    expect((await orchestrator.generate({ ...HELLO, deadlineMs: 60_000 })).cached).toBeDefined();
    stop.abort();
    await expect(slow).rejects.toThrow('aborted');
    await orchestrator.close();
  });

  it('end at once when they are given up while they wait', async () => {
    const { orchestrator, provider } = withCache({ answer: hangFirst });
    const stops = [new AbortController(), new AbortController()];
    const [one, two] = stops.map(({ signal }) => orchestrator.generate({ ...HELLO, signal }));
    await expect.poll(() => provider.underWay).toBe(1);
    stops[1]!.abort();
    await expect(two).rejects.toThrow('aborted');
    stops[0]!.abort();
    await expect(one).rejects.toThrow('aborted');
    expect(provider.calls).toHaveLength(1);
    await orchestrator.close();
  });
});

describe('the response cache never keeps', () => {
  it('a failure', async () => {
    const failure = new ProviderError('No.', { kind: 'bad-request', provider: 'one' });
    const { orchestrator, provider } = withCache({ answer: ({ index }) => (index === 0 ? failure : 'ok') });
    await expect(orchestrator.generate(HELLO)).rejects.toThrow('No.');
    expect((await orchestrator.generate(HELLO)).text).toBe('ok');
    expect(provider.calls).toHaveLength(2);
    await orchestrator.close();
  });

  it.each<ChatResponse['finishReason']>(['length', 'content-filter', 'other'])(
    'an answer that ended by %s',
    async (finishReason) => {
      const { orchestrator, provider } = withCache({ answer: () => ({ text: 'Once upon', finishReason }) });
      await orchestrator.generate(HELLO);
      expect((await orchestrator.generate(HELLO)).cached).toBeUndefined();
      expect(provider.calls).toHaveLength(2);
      await orchestrator.close();
    },
  );

  it('an answer in another form than asked for', async () => {
    const fields = [{ name: 'count', type: 'number' as const, description: 'How many.' }];
    const answers = ['many', '{"count": 3}'];
    const { orchestrator, provider } = withCache({ answer: ({ index }) => answers[index] ?? '{"count": 4}' });
    const first = await orchestrator.map(['a'], 'Count.', { fields }).result;
    expect(first.output).toEqual([{ count: 3 }]);
    const again = await orchestrator.map(['a'], 'Count.', { fields }).result;
    // Its first answer was none, so it is asked; what it is told of that answer is not in the way.
    expect(again.output).toEqual([{ count: 4 }]);
    expect(provider.calls).toHaveLength(3);
    await orchestrator.close();
  });
});

describe('createOrchestrator refuses', () => {
  it.each<[string, unknown, string]>([
    ['a cache without a store', {}, 'cache.store'],
    ['an unknown scope', { store: memoryResponseCache(), scope: 'world' }, 'cache.scope'],
    ['an age that is none', { store: memoryResponseCache(), maxAgeMs: 0 }, 'cache.maxAgeMs'],
  ])('%s', (_, cache, path) => {
    const create = () =>
      createOrchestrator({
        planner: { provider: 'one', model: 'm' },
        providers: [scriptedProvider({ id: 'one' })],
        accounts: [{ id: 'a', provider: 'one', apiKey: 'sk-secret' }],
        transport: memoryTransport(),
        cache: cache as CacheOptions,
      });
    expect(create).toThrow(expect.objectContaining({ path }));
  });
});
