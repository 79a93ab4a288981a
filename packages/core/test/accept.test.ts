import { describe, expect, it } from 'vitest';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aField, aMap, aPlan } from './support/plans.ts';

const QUOTES = aMap('quotes', {
  fields: [aField('names', 'string[]')],
  accept: [{ field: 'names', rule: 'inPiece', bound: null, values: [] }],
});
const goal = { goal: 'Who is there?', input: ['Call me Ishmael.'], judge: false, plan: aPlan([QUOTES]) };
const answer = (...names: string[]) => JSON.stringify({ names });

describe('a task with an acceptance check', () => {
  it('is asked again, with the reason, when its answer does not keep it', async () => {
    const { orchestrator, provider } = orchestrate({
      answer: (call) => (textOf(call).includes('"Ahab"') ? answer('Ishmael') : answer('Ishmael', 'Ahab')),
    });
    const { status, output } = await orchestrator.start(goal).result;
    expect({ status, output }).toEqual({ status: 'done', output: [{ names: ['Ishmael'] }] });
    expect(textOf(provider.calls[1]!)).toContain('word for word; this does not: "Ahab"');
    await orchestrator.close();
  });

  it('fails with the reason when no answer ever keeps it, within its attempts', async () => {
    const { orchestrator, provider } = orchestrate({ answer: () => answer('Ahab'), settings: { maxAttempts: 2 } });
    const run = orchestrator.start({ ...goal, budget: { maxRounds: 1 } });
    const { status, missing } = await run.result;
    expect(status).toBe('failed');
    expect(missing[0]?.reason).toContain('word for word');
    expect(provider.calls).toHaveLength(2);
    await orchestrator.close();
  });
});
