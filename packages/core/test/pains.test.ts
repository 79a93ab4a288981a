// What users of other orchestrators suffer from, each as a promise of ours.
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../src/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aField, aMap, aPlan, aTask } from './support/plans.ts';

const GOAL = { goal: 'Read all of it.', judge: false };

function serverError(): ProviderError {
  return new ProviderError('The server fell over.', { kind: 'server', provider: 'one', status: 500 });
}

describe('pains of other orchestrators', () => {
  it('no barrier: a task starts when its own dependencies are done, while its neighbours still run', async () => {
    const slow = Promise.withResolvers<string>();
    const { orchestrator } = orchestrate({
      answer: (call) => (/first[^]*zero/.test(textOf(call)) ? slow.promise : 'ok'),
    });
    const run = orchestrator.start({
      ...GOAL,
      input: ['zero', 'one', 'two'],
      plan: aPlan([
        aMap('first', { prompt: 'Do the first.' }),
        aMap('second', { dependsOn: ['first'], prompt: 'Do the next.' }),
      ]),
    });
    const done: string[] = [];
    run.on('task:done', ({ taskId }) => {
      done.push(taskId);
      // With a barrier the second ones would never be done, and the run would hang here.
      if (done.includes('second#1') && done.includes('second#2')) slow.resolve('late');
    });
    expect((await run.result).status).toBe('done');
    expect(done.slice(-2)).toEqual(['first#0', 'second#0']);
    await orchestrator.close();
  });

  it('one failed task neither hangs nor spoils the rest, and the outcome says so', async () => {
    const { orchestrator } = orchestrate({
      settings: { maxAttempts: 2, maxRounds: 1 },
      answer: (call) => (textOf(call).includes('item 7') ? serverError() : 'ok'),
    });
    const run = orchestrator.map(
      Array.from({ length: 20 }, (_, index) => `item ${index}.`),
      'Read it.',
    );
    const result = await run.result;
    expect(result.status).toBe('partial');
    expect(result.output).toHaveLength(19);
    expect(result.missing).toMatchObject([{ piece: 7 }]);
    await orchestrator.close();
  });

  it('a failed task is done again in the next round, and nothing else is', async () => {
    let failures = 0;
    const { orchestrator, provider } = orchestrate({
      settings: { maxAttempts: 2 },
      answer: (call) => (textOf(call).includes('item 3.') && (failures += 1) <= 2 ? serverError() : 'ok'),
    });
    const result = await orchestrator.map(
      Array.from({ length: 10 }, (_, index) => `item ${index}.`),
      'Read it.',
    ).result;
    expect(result).toMatchObject({ status: 'done', rounds: 2 });
    expect(result.output).toHaveLength(10);
    expect(provider.calls).toHaveLength(12);
    await orchestrator.close();
  });

  it('cancel really cancels: every socket is told, nothing new starts, and what came is kept', async () => {
    const signals: AbortSignal[] = [];
    const { orchestrator, provider, ledger } = orchestrate({
      accounts: [{ id: 'a', limits: { maxConcurrent: 5 } }],
      answer: ({ index, context }) => {
        if (index < 3) return `answer ${index}`;
        signals.push(context.signal);
        return new Promise((_, reject) => {
          context.signal.addEventListener('abort', () => reject(new Error('The socket was closed.')), { once: true });
        });
      },
    });
    const run = orchestrator.map(
      Array.from({ length: 50 }, (_, index) => `item ${index}`),
      'Read it.',
    );
    let done = 0;
    const ready = Promise.withResolvers<void>();
    run.on('task:done', () => void ((done += 1) === 3 && ready.resolve()));
    await ready.promise;
    while (signals.length < 5) await new Promise((resolve) => setImmediate(resolve));
    run.cancel();
    const result = await run.result;
    expect(result.status).toBe('cancelled');
    expect(result.output).toHaveLength(3);
    expect(result.missing).toHaveLength(47);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(provider.calls).toHaveLength(8);
    await orchestrator.close();
    expect(provider.underWay).toBe(0);
    expect(ledger.unsettled).toBe(0);
  });

  it('no listener or signal leaks at 1,000 parallel calls', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    const controller = new AbortController();
    let signals: AbortSignal[] = [];
    let atOnce = 0;
    const all = Promise.withResolvers<void>();
    const { orchestrator } = orchestrate({
      accounts: [{ id: 'a', limits: { maxConcurrent: 1_000 } }],
      answer: async ({ context }) => {
        signals.push(context.signal);
        if ((atOnce += 1) === 1_000) all.resolve();
        await all.promise;
        return 'ok';
      },
    });
    const items = Array.from({ length: 1_000 }, (_, index) => `item ${index}`);
    const result = await orchestrator.map(items, 'Read it.', { signal: controller.signal }).result;
    expect(result.status).toBe('done');
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    expect(signals.every((signal) => getEventListeners(signal, 'abort').length === 0)).toBe(true);
    signals = [];
    await orchestrator.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it('a structured answer in the wrong form is asked for again with the reason, and its cost is kept', async () => {
    const { orchestrator, provider } = orchestrate({
      price: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 },
      answer: ({ index }) => (index === 0 ? '{"count": "many"}' : '{"count": 7}'),
    });
    const run = orchestrator.map(['a'], 'Count.', { fields: [aField('count')] });
    const result = await run.result;
    expect(result).toMatchObject({ status: 'done', output: [{ count: 7 }], calls: 2 });
    expect(textOf(provider.calls[1]!)).toContain('count');
    expect(provider.calls[1]!.request.messages.at(-2)).toEqual({ role: 'assistant', content: '{"count": "many"}' });
    expect(result.cost.usd).toBeGreaterThan(0);
    await orchestrator.close();
  });

  it('the state is plain data: equal after a round trip through JSON', async () => {
    const { orchestrator } = orchestrate();
    const run = orchestrator.start({
      ...GOAL,
      input: ['a', { b: [1, null, 'ü'] }],
      plan: aPlan([aMap('read'), aTask('sum', { dependsOn: ['read'] })]),
    });
    await run.result;
    const state = run.snapshot();
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    await orchestrator.close();
  });

  it('events have no gaps, can be read again from any of them, and each task ends once', async () => {
    const { orchestrator } = orchestrate();
    const run = orchestrator.start({ ...GOAL, input: ['a', 'b', 'c'], plan: aPlan([aMap('read')]) });
    await run.result;
    const events = [];
    for await (const event of run.events()) events.push(event);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const later = [];
    for await (const event of run.events(5)) later.push(event);
    expect(later).toEqual(events.slice(4));
    const ends = events.filter(({ type }) => /^task:(done|failed|skipped|cancelled)$/.test(type));
    expect(new Set(ends.map((event) => 'taskId' in event && event.taskId)).size).toBe(ends.length);
    expect(ends).toHaveLength(3);
    await orchestrator.close();
  });

  it('a listener that throws disturbs neither the run nor other listeners', async () => {
    const { orchestrator } = orchestrate();
    const run = orchestrator.map(['a'], 'Read it.');
    const heard: string[] = [];
    run.on('event', () => {
      throw new Error('A listener with a bug.');
    });
    run.on('event', ({ type }) => void heard.push(type));
    expect((await run.result).status).toBe('done');
    expect(heard.at(-1)).toBe('run:ended');
    await orchestrator.close();
  });

  it('10,000 tasks take no more time each than 1,000', { timeout: 60_000 }, async () => {
    const steps = async (count: number) => {
      const { orchestrator, ledger } = orchestrate();
      const items = Array.from({ length: count }, (_, index) => index);
      const run = orchestrator.map(items, 'Read it.');
      let events = 0;
      run.on('event', () => (events += 1));
      expect((await run.result).output).toHaveLength(count);
      await orchestrator.close();
      return { events, reports: ledger.reports.length };
    };
    const [few, many] = [await steps(1_000), await steps(10_000)];
    // Work is counted, not timed; time per task is measured by `npm run bench -- pipeline`.
    expect(many.events / few.events).toBeCloseTo(10, 0);
    expect(many.reports / few.reports).toBeCloseTo(10, 0);
  });

  it('no secret is in any event, error or status', async () => {
    const { orchestrator } = orchestrate({
      settings: { maxAttempts: 1, maxRounds: 1 },
      answer: ({ context }) =>
        new ProviderError(`Refused ${String(context.apiKey)}.`, { kind: 'server', provider: 'one' }),
    });
    const run = orchestrator.map(['a'], 'Read it.');
    const result = await run.result;
    const seen = JSON.stringify([run.snapshot(), result, orchestrator.accounts.status()]);
    expect(seen).toContain('[redacted]');
    expect(seen).not.toContain('sk-secret');
    await orchestrator.close();
  });
});
