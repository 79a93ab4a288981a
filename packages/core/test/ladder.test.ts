// What is done on the way to the end of a budget, and what was forecast beside what came.
import { memoryTransport } from '@manyhands/adapter-memory';
import { describe, expect, it } from 'vitest';
import { createOrchestrator, type Budget, type Plan } from '../src/index.ts';
import { scriptedProvider } from '../src/testing/index.ts';
import { orchestrate } from './support/orchestrate.ts';
import { aMap, aPlan, aTask } from './support/plans.ts';

const ITEMS = Array.from({ length: 20 }, (_, index) => `item ${index}`);
const READ = aPlan([aMap('read', { route: 'dear' })]);

/** A dear and a cheap model, one call at a time. */
async function endOf(budget: Budget, plan: Plan = READ) {
  const dear = scriptedProvider({ id: 'dear', price: { inputUsdPerMillion: 100, outputUsdPerMillion: 100 } });
  const cheap = scriptedProvider({ id: 'cheap', price: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 } });
  const orchestrator = createOrchestrator({
    planner: { provider: 'dear', model: 'thinker' },
    providers: [dear, cheap],
    accounts: [dear, cheap].map(({ id }) => ({ id, provider: id, apiKey: 'sk' })),
    transport: memoryTransport(),
    settings: { maxQueued: 1 },
  });
  const run = orchestrator.start({
    goal: 'Read.',
    input: ITEMS,
    judge: false,
    plan,
    budget: { maxRounds: 1, ...budget },
  });
  const result = await run.result;
  const steps = (await Array.fromAsync(run.events())).filter((event) => event.type === 'budget:step');
  await orchestrator.close();
  return { result, steps, calls: [dear.calls.length, cheap.calls.length] };
}

describe('the ladder of a budget', () => {
  it('sends the rest of the work to the cheapest route, and the run is done within the budget', async () => {
    const { result, steps, calls } = await endOf({ maxCalls: 20, ladder: [{ at: 0.5, do: 'cheaper' }] });
    expect(result.status).toBe('done');
    expect(calls).toEqual([10, 10]);
    expect(steps).toMatchObject([{ share: 0.5, step: 'cheaper' }]);
  });

  it('or to the route that the app names', async () => {
    const { calls } = await endOf({ maxCalls: 20, ladder: [{ at: 0.75, do: 'cheaper', route: 'cheap' }] });
    expect(calls).toEqual([15, 5]);
  });

  it('leaves out what is optional, says what, and does not take it for missing', async () => {
    const plan = aPlan([
      aMap('read'),
      aTask('polish', { isOptional: true, dependsOn: ['read'] }),
      aTask('tell', { dependsOn: ['polish'] }),
    ]);
    const { result } = await endOf({ maxCalls: 30, ladder: [{ at: 0.6, do: 'drop-optional' }] }, plan);
    expect(result).toMatchObject({ status: 'done', output: ['ok'], leftOut: ['polish'], missing: [] });
  });

  it('stops with what there is, and says what is missing', async () => {
    const { result, calls } = await endOf({ maxCalls: 20, ladder: [{ at: 0.25, do: 'stop' }] });
    expect(calls[0]).toBe(5);
    expect(result).toMatchObject({ status: 'partial', failure: { code: 'MANYHANDS_BUDGET' } });
    expect(result.output).toHaveLength(5);
    expect(result.missing).toHaveLength(15);
  });

  it('names only routes there are', () => {
    const { orchestrator } = orchestrate();
    const budget: Budget = { ladder: [{ at: 0.5, do: 'cheaper', route: 'moon' }] };
    expect(() => orchestrator.start({ goal: 'Read.', budget })).toThrow(
      expect.objectContaining({ code: 'MANYHANDS_UNKNOWN_ROUTE', path: 'goal.budget.ladder[0].route' }),
    );
  });
});

describe('a forecast', () => {
  it('of the work of the plan stands in the result beside what came, where it is asked for', async () => {
    const price = { inputUsdPerMillion: 10, outputUsdPerMillion: 10 };
    const { orchestrator } = orchestrate({ price, accounts: [{ id: 'a', limits: { maxConcurrent: 5 } }] });
    const plan = aPlan([aMap('read', { expectedOutputTokens: 100 })]);
    const goal = { goal: 'Read.', input: ITEMS, judge: false, plan };
    const { forecast, calls } = await orchestrator.start({ ...goal, forecast: true }).result;
    expect(forecast?.calls).toBe(calls);
    // Twenty calls of 2.8 s, five at a time.
    expect(forecast?.makespanMs).toBeCloseTo(11_200, -3);
    expect(forecast?.usd).toBeGreaterThan(0);
    expect((await orchestrator.start(goal).result).forecast).toBeUndefined();
    await orchestrator.close();
  });
});
