import { describe, expect, it } from 'vitest';
import { createManualClock } from '../src/testing/index.ts';
import { orchestrate } from './support/orchestrate.ts';

const ITEMS = Array.from({ length: 40 }, (_, index) => `item ${index}`);
const PRICE = { inputUsdPerMillion: 10, outputUsdPerMillion: 10 };

describe('a budget', () => {
  it('of calls is never overshot, and the result says what is missing', async () => {
    const { orchestrator, provider } = orchestrate();
    const result = await orchestrator.map(ITEMS, 'Read it.', { budget: { maxCalls: 10 } }).result;
    expect(provider.calls).toHaveLength(10);
    expect(result).toMatchObject({ status: 'partial', calls: 10, failure: { code: 'MANYHANDS_BUDGET' } });
    expect(result.output).toHaveLength(10);
    expect(result.missing).toHaveLength(30);
    await orchestrator.close();
  });

  it('of money is checked before a call, by what it may cost', async () => {
    const { orchestrator } = orchestrate({ price: PRICE });
    const result = await orchestrator.map(ITEMS, 'Read it.', { budget: { usd: 0.05 } }).result;
    expect(result.status).toBe('partial');
    expect(result.cost.usd).toBeLessThanOrEqual(0.05);
    expect(result.calls).toBeGreaterThan(0);
    await orchestrator.close();
  });

  it('of time ends the run with what there is', async () => {
    const clock = createManualClock();
    const { orchestrator } = orchestrate({
      clock,
      accounts: [{ id: 'a', limits: { maxConcurrent: 1 } }],
      answer: ({ index, context }) =>
        index === 0
          ? 'ok'
          : new Promise((_, reject) => {
              context.signal.addEventListener('abort', () => reject(new Error('closed')), { once: true });
            }),
    });
    const run = orchestrator.map(ITEMS, 'Read it.', { budget: { deadlineMs: 100 } });
    run.on('task:done', () => void clock.advance(100));
    const result = await run.result;
    expect(result).toMatchObject({ status: 'partial', output: ['ok'], failure: { code: 'MANYHANDS_BUDGET' } });
    await orchestrator.close();
  });
});
