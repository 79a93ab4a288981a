// A judge that is broken, or means no good: every run ends with a clear outcome, within its budget.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoalInput, Planner } from '../src/index.ts';
import { createManualClock } from '../src/testing/index.ts';
import { answering, endOf, toJudgement, toPlan, aWritten } from './support/hostile.ts';
import { aMap, aPlan, aTask } from './support/plans.ts';

const INPUT = ['one', 'two', 'three'];
const READ = aPlan([aMap('read')]);

describe('a hostile judge', () => {
  it('that never accepts and never says why ends when a round brings nothing better', async () => {
    const { result, calls } = await endOf({}, { answer: answering({ judgement: () => toJudgement(false) }) });
    expect(result).toMatchObject({ status: 'partial', output: ['ok'], rounds: 2 });
    expect(calls.length).toBeLessThan(10);
  });

  it('that finds everything missing, every time, has it done again once', async () => {
    const missing = INPUT.map((_, piece) => ({ taskId: `read#${piece}`, piece: null, reason: 'Not like this.' }));
    const { result, calls } = await endOf(
      { input: INPUT, plan: READ },
      { answer: answering({ judgement: () => toJudgement(false, missing) }) },
    );
    expect(result).toMatchObject({ status: 'partial', rounds: 2, output: ['ok', 'ok', 'ok'] });
    expect(calls).toHaveLength(8);
  });

  it('that finds something less to complain of every time is held to the rounds there are', async () => {
    let left = 10;
    const judgement = () =>
      toJudgement(
        false,
        Array.from({ length: (left -= 1) }, (_, index) => ({ taskId: null, piece: null, reason: `Of ${index}.` })),
      );
    const { result } = await endOf({ budget: { maxRounds: 4 } }, { answer: answering({ judgement }) });
    expect(result).toMatchObject({ status: 'partial', rounds: 4 });
  });

  it('that always accepts does not make up for a task that failed', async () => {
    const work = (call: { readonly index: number }) => (call.index === 1 ? '' : 'ok');
    const { result } = await endOf(
      { input: INPUT, plan: READ, budget: { maxRounds: 1 } },
      {
        answer: answering({}, work),
        settings: { maxAttempts: 1 },
        accounts: [{ id: 'a', limits: { maxConcurrent: 1 } }],
      },
    );
    expect(result).toMatchObject({ status: 'partial', output: ['ok', 'ok'], missing: [{ taskId: 'read#1' }] });
  });

  it('that always accepts does not overrule a check in code', async () => {
    const { result } = await endOf(
      { plan: aPlan([aTask('count')]), criteria: ['It is good.', { text: 'It is 6.', check: () => 'It is not.' }] },
      {
        answer: answering({
          judgement: () =>
            JSON.stringify({
              criteria: ['c1', 'c2'].map((criterionId) => ({ criterionId, isMet: true, reason: 'Yes.', taskIds: [] })),
              missing: [],
            }),
        }),
      },
    );
    expect(result.status).toBe('partial');
    expect(result.coverage).toContainEqual(expect.objectContaining({ criterionId: 'c2', isMet: false, by: 'check' }));
  });

  it('that names tasks and pieces there are not makes nothing be done twice', async () => {
    const missing = [
      { taskId: 'ghost', piece: null, reason: 'Boo.' },
      { taskId: null, piece: 9_999, reason: 'Boo.' },
    ];
    const planner: Planner = {
      async *plan() {
        yield { type: 'task', task: aMap('read') };
        yield { type: 'merge', merge: READ.merge };
      },
      judge: async () => ({ criteria: [], missing }),
    };
    const { result, calls } = await endOf({ input: INPUT, plan: READ }, { planner });
    expect(result).toMatchObject({ status: 'partial', missing: [{ taskId: null, piece: null }] });
    expect(calls).toHaveLength(3);
  });

  it('that contradicts itself, met but with gaps, is not taken for satisfied', async () => {
    const missing = [{ taskId: 'count', piece: null, reason: 'All of it.' }];
    const { result } = await endOf(
      { plan: aPlan([aTask('count')]) },
      { answer: answering({ judgement: () => toJudgement(true, missing) }) },
    );
    expect(result).toMatchObject({ status: 'partial', rounds: 2 });
  });

  it('of the app that never answers is left at the deadline, with what there is', async () => {
    const clock = createManualClock();
    const planner: Planner = {
      async *plan() {
        yield { type: 'task', task: aTask('count') };
        yield { type: 'merge', merge: READ.merge };
      },
      judge: () => new Promise(() => {}),
    };
    const { result } = await endOf({ budget: { deadlineMs: 1_000 } }, { planner, clock }, async () => {
      for (let turn = 0; turn < 20; turn += 1) await clock.advance(100);
    });
    expect(result).toMatchObject({ status: 'partial', output: ['ok'], failure: { code: 'MANYHANDS_BUDGET' } });
  });

  it.each<[string, Partial<GoalInput<unknown>>]>([
    ['a check', { criteria: [{ text: 'It is good.', check: () => new Promise(() => {}) }] }],
    ['a merge', { merge: () => new Promise(() => {}) }],
  ])('or %s of the app that never answers does not keep a run from its end', async (_, own) => {
    const clock = createManualClock();
    const goal = { plan: aPlan([aTask('count')]), judge: false, budget: { deadlineMs: 1_000 }, ...own };
    const { result } = await endOf(goal, { clock }, async () => {
      for (let turn = 0; turn < 20; turn += 1) await clock.advance(100);
    });
    expect(['partial', 'failed']).toContain(result.status);
    expect(result.failure).toBeDefined();
  });

  it('ends whatever it says', { timeout: 60_000 }, async () => {
    const taskId = fc.option(fc.constantFrom('count', 'plan:1', 'ghost', '__proto__'));
    const gap = fc.record({ taskId, piece: fc.option(fc.integer()), reason: fc.string() });
    const verdict = fc.record({
      criterionId: fc.constantFrom('goal', 'other', '__proto__'),
      isMet: fc.boolean(),
      reason: fc.string(),
      taskIds: fc.array(fc.constantFrom('count', 'ghost'), { maxLength: 2 }),
    });
    const judgement = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ criteria: fc.array(verdict, { maxLength: 3 }), missing: fc.array(gap, { maxLength: 5 }) })
        .map((said) => JSON.stringify(said)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(judgement, { minLength: 1, maxLength: 4 }), async (said) => {
        let asked = 0;
        const answer = answering({
          plan: () => toPlan([aWritten('count')]),
          judgement: () => said[(asked += 1) % said.length]!,
        });
        const { result } = await endOf({ budget: { maxCalls: 20 } }, { answer });
        expect(['done', 'partial']).toContain(result.status);
      }),
      { numRuns: 60 },
    );
  });
});
