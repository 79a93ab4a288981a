import { describe, expect, it } from 'vitest';
import type { Planner } from '../src/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aField, aMap, aPlan } from './support/plans.ts';

const PIECES = ['a b', 'c', 'd e f'];
const COUNT = aPlan([aMap('count', { fields: [aField('words')] })], {
  strategy: 'fields',
  instruction: null,
  fields: [{ name: 'total', from: 'count.words', by: 'sum', instruction: null }],
});

/** A planner that writes the same plan whenever it is asked, and counts how often that is. */
function countingPlanner() {
  let asked = 0;
  const planner: Planner = {
    async *plan() {
      asked += 1;
      for (const task of COUNT.tasks) yield { type: 'task', task };
      yield { type: 'merge', merge: COUNT.merge };
    },
  };
  return { planner, asked: () => asked };
}

describe('repair', () => {
  it('does only the missing piece again, even when a check on the whole failed because of it', async () => {
    let lost = 0;
    const { planner, asked } = countingPlanner();
    const { orchestrator, provider } = orchestrate({
      planner,
      settings: { maxAttempts: 1 },
      answer: (call) => {
        const text = textOf(call);
        const piece = PIECES.find((each) => text.includes(`\n${each}\n</piece>`));
        if (piece === 'c' && (lost += 1) === 1) return 'lost';
        return JSON.stringify({ words: piece?.split(' ').length });
      },
    });
    const result = await orchestrator.start({
      goal: 'Count the words.',
      input: PIECES,
      criteria: [
        { id: 'total', text: 'The total is 6.', check: ({ output }) => JSON.stringify(output) === '{"total":6}' },
      ],
    }).result;
    expect(result).toMatchObject({ status: 'done', rounds: 2, output: { total: 6 } });
    expect(asked()).toBe(1);
    expect(provider.calls).toHaveLength(4);
    await orchestrator.close();
  });

  it('asks the planner again when something is wrong that belongs to no task', async () => {
    const { planner, asked } = countingPlanner();
    const { orchestrator } = orchestrate({ planner, answer: () => '{"words": 1}' });
    const result = await orchestrator.start({
      goal: 'Count the words.',
      input: PIECES,
      criteria: [{ id: 'total', text: 'The total is 6.', check: () => 'It is not.' }],
      budget: { maxRounds: 2 },
    }).result;
    expect(result).toMatchObject({ status: 'partial', rounds: 2 });
    expect(asked()).toBe(2);
    await orchestrator.close();
  });

  it('gives back the best round, never a later one that is worse', async () => {
    const { planner } = countingPlanner();
    let calls = 0;
    const { orchestrator } = orchestrate({ planner, answer: () => `{"words": ${(calls += 1) <= 3 ? 2 : 100}}` });
    const result = await orchestrator.start({
      goal: 'Count the words.',
      input: PIECES,
      criteria: [
        { id: 'small', text: 'It is below 10.', check: ({ output }) => JSON.stringify(output) === '{"total":6}' },
        { id: 'never', text: 'It is never met.', check: () => false },
      ],
    }).result;
    expect(result).toMatchObject({ status: 'partial', output: { total: 6 } });
    expect(result.rounds).toBe(2);
    await orchestrator.close();
  });
});
