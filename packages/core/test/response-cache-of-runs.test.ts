import { describe, expect, it } from 'vitest';
import { type CacheOptions, type ResponseCache } from '../src/index.ts';
import { withCache } from './support/cached.ts';
import { aPlan, aTask } from './support/plans.ts';

const USAGE = { inputTokens: 10_000, outputTokens: 100, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

describe('a run with a response cache', () => {
  it('asks the same once, and counts what it did not pay', async () => {
    const { orchestrator, provider } = withCache({ answer: () => ({ text: 'ok', usage: USAGE }) });
    const first = await orchestrator.map(['x', 'y'], 'Do it.').result;
    const second = await orchestrator.map(['x', 'y', 'z'], 'Do it.').result;
    expect(first.cost).toMatchObject({ usd: 0.22, cachedAnswers: 0, savedUsd: 0 });
    expect(second.cost).toMatchObject({ usd: 0.11, cachedAnswers: 2, savedUsd: 0.22 });
    expect(second).toMatchObject({ calls: 1, output: ['ok', 'ok', 'ok'] });
    expect(second.usage.outputTokens).toBe(100);
    expect(provider.calls).toHaveLength(3);
    await orchestrator.close();
  });

  it('asks the same once when several runs want it at once', async () => {
    const { orchestrator, provider } = withCache();
    const runs = Array.from({ length: 5 }, () => orchestrator.map(['a', 'b'], 'Do it.').result);
    const results = await Promise.all(runs);
    expect(new Set(results.map(({ output }) => JSON.stringify(output))).size).toBe(1);
    expect(results.map(({ calls }) => calls).reduce((sum, calls) => sum + calls)).toBe(2);
    expect(results.map(({ cost }) => cost.cachedAnswers).reduce((sum, answers) => sum + answers)).toBe(8);
    expect(provider.calls).toHaveLength(2);
    await orchestrator.close();
  });

  it('waits for nobody who was cancelled', async () => {
    const first = Promise.withResolvers<string>();
    const { orchestrator, provider } = withCache({ answer: ({ index }) => (index === 0 ? first.promise : 'ok') });
    const one = orchestrator.map(['a'], 'Do it.');
    await expect.poll(() => provider.underWay).toBe(1);
    const two = orchestrator.map(['a'], 'Do it.');
    await expect.poll(() => two.snapshot().counts.queued).toBe(1);
    one.cancel();
    expect((await one.result).status).toBe('cancelled');
    expect((await two.result).output).toEqual(['ok']);
    first.resolve('late');
    await orchestrator.close();
  });

  it.each<[string, CacheOptions['scope'], CacheOptions['scope'], number]>([
    ['another run of the app, with scope app', 'app', 'app', 1],
    ['no other run, with scope run', 'run', 'run', 2],
    ['another run of the same owner', { owner: 'ann@example.org' }, { owner: 'Ann@example.org' }, 1],
    ['no run of another owner', { owner: 'ann@example.org' }, { owner: 'bob@example.org' }, 2],
    ['no run of an owner, with scope app', 'app', { owner: 'ann@example.org' }, 2],
  ])('gives its answers to %s', async (_, one, two, calls) => {
    const { orchestrator, provider } = withCache();
    await orchestrator.map(['a'], 'Do it.', { cache: { scope: one! } }).result;
    await orchestrator.map(['a'], 'Do it.', { cache: { scope: two! } }).result;
    expect(provider.calls).toHaveLength(calls);
    await orchestrator.close();
  });

  it('says in its log which answers were there, and who gave them', async () => {
    const { orchestrator } = withCache();
    await orchestrator.map(['a'], 'Do it.').result;
    const run = orchestrator.map(['a'], 'Do it.');
    const done = (await Array.fromAsync(run.events())).filter((event) => event.type === 'task:done');
    expect(done).toMatchObject([{ accountId: 'a', costUsd: 0, cached: { storedAt: expect.any(Number) as number } }]);
    await orchestrator.close();
  });

  it('plans and judges anew only what is new', async () => {
    const plan = aPlan([aTask('a'), aTask('b')]);
    const { orchestrator, provider } = withCache();
    const goal = { goal: 'Do it.', plan, judge: false };
    await orchestrator.start(goal).result;
    const { length } = provider.calls;
    await orchestrator.start(goal).result;
    expect(provider.calls).toHaveLength(length);
    await orchestrator.close();
  });

  it('asks each try of a task that needs certainty, and has them all the next time', async () => {
    const { orchestrator, provider } = withCache();
    const plan = aPlan([aTask('count', { certainty: { by: 'vote', copies: 3, mix: false } })]);
    const first = await orchestrator.start({ goal: 'Count.', plan, judge: false }).result;
    expect(provider.calls).toHaveLength(3);
    const second = await orchestrator.start({ goal: 'Count.', plan, judge: false }).result;
    expect(provider.calls).toHaveLength(3);
    expect([second.output, second.cost.cachedAnswers]).toEqual([first.output, 3]);
    await orchestrator.close();
  });

  it('goes on without a cache that is away', async () => {
    const store: ResponseCache = {
      name: 'away',
      find: () => Promise.reject(new Error('away')),
      store: () => Promise.reject(new Error('away')),
      close: () => Promise.resolve(),
    };
    const { orchestrator, provider } = withCache({ cache: { store } });
    const { status } = await orchestrator.map(['a', 'b'], 'Do it.').result;
    expect([status, provider.calls.length]).toEqual(['done', 2]);
    await orchestrator.close();
  });
});
