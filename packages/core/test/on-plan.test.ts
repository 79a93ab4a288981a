import { describe, expect, it } from 'vitest';
import { memoryStore, type GoalInput, type OnPlan, type PlanPreview } from '../src/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aMap, aPlan, aTask } from './support/plans.ts';
import { settle } from './support/whole-run.ts';

const PLAN = aPlan([aMap('read', { expectedOutputTokens: 100 }), aTask('end', { dependsOn: ['read'] })]);
const EDITED = aPlan([aTask('last', { dependsOn: ['read'] }), aMap('read')]);
const PRICE = { inputUsdPerMillion: 1, outputUsdPerMillion: 10 };

const GOAL: GoalInput = { goal: 'Know the book.', input: ['one', 'two', 'three'], judge: false };

/** A model that plans the one or the other, by whether the first was refused. */
function planning(options: Parameters<typeof orchestrate>[0] = {}) {
  return orchestrate({
    planner: 'model',
    price: PRICE,
    answer: (call) => {
      const asked = call.request.output?.name;
      if (asked === 'clarification') return JSON.stringify({ questions: [] });
      if (asked === 'plan') return JSON.stringify(textOf(call).includes('<refused') ? EDITED : PLAN);
      return textOf(call).split('\n')[0]!;
    },
    ...options,
  });
}

describe('a plan that the app wants to see', () => {
  it('is shown whole, with what it may take, before anything of it is begun', async () => {
    const seen: PlanPreview[] = [];
    const { orchestrator, provider } = planning();
    const onPlan: OnPlan = (preview) => {
      seen.push(preview);
      expect(provider.calls).toHaveLength(2);
      return 'accept';
    };
    const { status, output } = await orchestrator.start({ ...GOAL, onPlan }).result;
    expect({ status, output }).toEqual({ status: 'done', output: ['Do end.'] });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ round: 1, plan: PLAN, estimate: { calls: 4, outputTokens: 1_300 } });
    expect(seen[0]!.estimate.cost.usd).toBeCloseTo(
      (seen[0]!.estimate.inputTokens * 1 + seen[0]!.estimate.outputTokens * 10) / 1_000_000,
    );
    await orchestrator.close();
  });

  it('is run as the app edits it, in whatever order its tasks stand', async () => {
    const { orchestrator, provider } = planning();
    const run = orchestrator.start({ ...GOAL, onPlan: () => ({ plan: EDITED }) });
    expect((await run.result).output).toEqual(['Do last.']);
    expect(provider.calls.map((call) => textOf(call).split('\n')[0])).not.toContain('Do end.');
    await orchestrator.close();
  });

  it('is planned anew, for the reason that is given, when the app refuses it', async () => {
    const { orchestrator, provider } = planning();
    const onPlan: OnPlan = ({ plan }) =>
      plan.tasks.some(({ id }) => id === 'end') ? { reject: 'No "end", please.' } : 'accept';
    expect((await orchestrator.start({ ...GOAL, onPlan }).result).output).toEqual(['Do last.']);
    expect(textOf(provider.calls[2]!)).toContain('<refused reason="No &quot;end&quot;, please.">');
    await orchestrator.close();
  });

  it('ends the run when every one is refused, or when what the app gives instead cannot be run', async () => {
    const { orchestrator, provider } = planning();
    const endOf = async (onPlan: OnPlan) => {
      const { status, failure } = await orchestrator.start({ ...GOAL, onPlan }).result;
      return { status, code: failure?.code };
    };
    expect(await endOf(() => ({ reject: 'No.' }))).toEqual({ status: 'failed', code: 'MANYHANDS_PLAN_REFUSED' });
    expect(provider.calls).toHaveLength(6);
    const circle = aPlan([aTask('a', { dependsOn: ['a'] })]);
    expect(await endOf(() => ({ plan: circle }))).toEqual({ status: 'failed', code: 'MANYHANDS_BAD_PLAN' });
    await orchestrator.close();
  });

  it('waits for the app through a restart, and is not planned again', async () => {
    const store = memoryStore();
    const first = planning({ store });
    const run = first.orchestrator.start({ ...GOAL, onPlan: () => new Promise(() => {}) });
    await settle();
    await first.orchestrator.close();
    expect((await run.result).status).toBe('awaiting-input');

    const second = planning({ store });
    await expect(second.orchestrator.resume(run.id)).rejects.toMatchObject({ code: 'MANYHANDS_RESUME_INCOMPLETE' });
    const resumed = await second.orchestrator.resume(run.id, { onPlan: () => 'accept' });
    expect((await resumed.result).output).toEqual(['Do end.']);
    expect(second.provider.calls).toHaveLength(4);
    await second.orchestrator.close();
  });
});
