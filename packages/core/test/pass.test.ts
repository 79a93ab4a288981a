import { describe, expect, it } from 'vitest';
import { memoryStore, type GoalInput, type PlanTask } from '../src/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aMap, aPlan, aTask } from './support/plans.ts';

const LONG = 'The whale came up and went down again. '.repeat(60);
const input = Array.from({ length: 8 }, (_, index) => `piece ${index}`);

function goal(pass: PlanTask['pass']): GoalInput {
  return {
    goal: 'Know it.',
    input,
    judge: false,
    budget: { maxRounds: 1 },
    plan: aPlan([aMap('read'), aTask('end', { dependsOn: ['read'], pass })]),
  };
}

/** Reads at length, shortens to a word, and in the end says what it was told. */
function reading(contextTokens: number, options: Parameters<typeof orchestrate>[0] = {}) {
  return orchestrate({
    capabilities: { contextTokens },
    answer(call) {
      const text = textOf(call);
      if (text.includes('<task>')) return `shorter ${/<result task="([^"]*)"/.exec(text)?.[1]}`;
      return text.includes('<piece') ? `${/piece \d/.exec(text)?.[0]}: ${LONG}` : 'end';
    },
    ...options,
  });
}

async function toldTo(pass: PlanTask['pass'], contextTokens: number) {
  const { orchestrator, provider } = reading(contextTokens);
  const { status } = await orchestrator.start(goal(pass)).result;
  await orchestrator.close();
  const shortened = provider.calls.map(textOf).filter((text) => text.includes('<task>'));
  return { status, shortened, told: provider.calls.map(textOf).at(-1)! };
}

describe('results of dependencies', () => {
  it('are passed whole where they fit', async () => {
    const { status, shortened, told } = await toldTo('whole', 128_000);
    expect(status).toBe('done');
    expect(shortened).toEqual([]);
    expect(told.split(LONG.trimEnd())).toHaveLength(input.length + 1);
  });

  it('are made shorter for the task where they do not fit its models', async () => {
    const { status, shortened, told } = await toldTo('whole', 4_000);
    expect(status).toBe('done');
    expect(shortened.length).toBeGreaterThan(0);
    expect(shortened[0]).toContain('<task>\nDo end.\n</task>');
    for (const index of input.keys()) expect(shortened.join('\n')).toContain(`piece ${index}: The whale`);
    expect(told).toContain('shorter read#0');
    expect(told).not.toContain('The whale');
  });

  it('are made shorter although they fit, where the plan says so', async () => {
    const { shortened, told } = await toldTo('summary', 128_000);
    expect(shortened).toHaveLength(1);
    expect(told).toContain('shorter read#0 to read#7');
  });

  it('are named with how they begin, where a reference is enough', async () => {
    const { shortened, told } = await toldTo('reference', 128_000);
    expect(shortened).toEqual([]);
    for (const index of input.keys())
      expect(told).toContain(`<result task="read#${index}">\npiece ${index}: The whale`);
    expect(told.length).toBeLessThan(input.length * 400);
  });

  it('are cut where no model can make them shorter: the task is done with what fits', async () => {
    const { orchestrator, provider } = reading(4_000, {
      settings: { maxAttempts: 1 },
      answer: (call) => {
        const text = textOf(call);
        if (text.includes('<task>')) return '';
        return text.includes('<piece') ? LONG : 'end';
      },
    });
    expect((await orchestrator.start(goal('whole')).result).output).toEqual(['end']);
    const told = textOf(provider.calls.at(-1)!);
    expect(told).toContain('(cut)');
    expect(told.length).toBeLessThan(4 * 4_000);
    await orchestrator.close();
  });

  it('that were made shorter are not made shorter again when the run is resumed', async () => {
    const store = memoryStore();
    const hold = Promise.withResolvers<string>();
    const first = reading(4_000, {
      store,
      answer: (call) => {
        const text = textOf(call);
        if (text.includes('<task>')) return 'shorter';
        return text.includes('<piece') ? LONG : hold.promise;
      },
    });
    const run = first.orchestrator.start(goal('whole'));
    await expect.poll(() => run.snapshot().tasks['end']?.status).toBe('running');

    const second = reading(4_000, { store });
    const resumed = await second.orchestrator.resume(run.id);
    expect((await resumed.result).output).toEqual(['end']);
    expect(second.provider.calls).toHaveLength(1);
    expect(textOf(second.provider.calls[0]!)).toContain('shorter');
    await second.orchestrator.close();
  });
});
