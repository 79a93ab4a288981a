// A planner that is broken, or means no good: every run ends with a clear outcome, within its budget.
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { PlanPart, Planner } from '../src/index.ts';
import { createManualClock } from '../src/testing/index.ts';
import { answering, aWritten, endOf, toPlan } from './support/hostile.ts';
import { aTask } from './support/plans.ts';

const MERGE: PlanPart = { type: 'merge', merge: { strategy: 'json', instruction: null, fields: [] } };
const PLANNER_FAILED = { status: 'failed', output: null, failure: { code: 'MANYHANDS_PLANNER_FAILED' } };

/** A planner of the app's own that yields what it is given, whenever it is asked. */
function planning(parts: () => Iterable<PlanPart> | AsyncIterable<PlanPart>): Planner {
  return {
    async *plan() {
      yield* parts();
    },
  };
}

function cycle(length: number): readonly object[] {
  return Array.from({ length }, (_, index) => aWritten(`t${index}`, { dependsOn: [`t${(index + 1) % length}`] }));
}

describe('a hostile planner', () => {
  it.each<[string, string]>([
    ['no JSON', 'I would rather not.'],
    ['nothing at all', ''],
    ['JSON that breaks off', toPlan([aWritten('a')]).slice(0, -20)],
    ['JSON of another shape', '{"tasks": {"length": 1e9}, "merge": 7}'],
    ['JSON nested ten thousand deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['an empty plan', toPlan([])],
    ['a task that waits for itself', toPlan(cycle(1))],
    ['a circle of a thousand tasks', toPlan(cycle(1_000))],
    ['a task that waits for one there is not', toPlan([aWritten('a', { dependsOn: ['b'] })])],
    ['a route there is not', toPlan([aWritten('a', { route: 'the-moon' })])],
    ['a map over an input there is not', toPlan([aWritten('a', { kind: 'map' })])],
    ['two tasks of one id', toPlan([aWritten('a'), aWritten('a')])],
    ['ids of the prototype', toPlan([aWritten('constructor')])],
    [
      'a merge of what no task gives',
      toPlan([aWritten('a')], {
        strategy: 'fields',
        fields: [{ name: 'x', from: 'ghost.y', by: 'sum', instruction: null }],
      }),
    ],
  ])('that writes %s is told what is wrong, asked again, and given up', async (_, written) => {
    const { result, events, calls } = await endOf({}, { answer: answering({ plan: () => written }) });
    expect(result).toMatchObject(PLANNER_FAILED);
    expect(calls.filter(({ request }) => request.output?.name === 'plan')).toHaveLength(4);
    expect(events.filter(({ type }) => type === 'plan:rejected')).toHaveLength(4);
  });

  it('that comes to its senses when told what is wrong is heard', async () => {
    let asked = 0;
    const plan = () => toPlan((asked += 1) === 1 ? cycle(3) : [aWritten('count')]);
    const { result, calls } = await endOf({}, { answer: answering({ plan }) });
    expect(result).toMatchObject({ status: 'done', output: ['ok'] });
    expect(JSON.stringify(calls[2]?.request.messages)).toContain('wait for one another');
  });

  it('that plans ten thousand tasks starts none beyond the calls there are', async () => {
    const plan = () => toPlan(Array.from({ length: 10_000 }, (_, index) => aWritten(`t${index}`)));
    const { result } = await endOf({}, { answer: answering({ plan }) });
    expect(result).toMatchObject({ status: 'partial', calls: 60, failure: { code: 'MANYHANDS_BUDGET' } });
  });

  it('that plans more than is allowed fails the run, and what it began is ended', async () => {
    const plan = () => toPlan(Array.from({ length: 30 }, (_, index) => aWritten(`t${index}`)));
    const { result } = await endOf({}, { answer: answering({ plan }), settings: { maxPlanTasks: 10 } });
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'MANYHANDS_PLANNER_FAILED' } });
  });

  it('of the app that never stops planning is stopped', async () => {
    function* endless(): Generator<PlanPart> {
      for (let index = 0; ; index += 1) yield { type: 'task', task: aTask(`t${index}`) };
    }
    const { result } = await endOf({}, { planner: planning(endless), settings: { maxPlanTasks: 20 } });
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'MANYHANDS_INVALID_ANSWER' } });
  });

  it('of the app that plans a circle fails the run, and its tasks are ended', async () => {
    const parts: PlanPart[] = [
      { type: 'task', task: aTask('a', { dependsOn: ['b'] }) },
      { type: 'task', task: aTask('b', { dependsOn: ['a'] }) },
      { type: 'task', task: aTask('c') },
      MERGE,
    ];
    const { result, events } = await endOf({}, { planner: planning(() => parts) });
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'MANYHANDS_INVALID_ANSWER' } });
    expect(events.filter(({ type }) => type === 'task:cancelled').length).toBeGreaterThanOrEqual(2);
  });

  it('of the app that says nothing, and goes on saying it, is left at the deadline', async () => {
    const clock = createManualClock();
    const planner = planning(() => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }));
    const { result } = await endOf({ budget: { deadlineMs: 1_000 } }, { planner, clock }, () => clock.advance(1_000));
    expect(result).toMatchObject({ status: 'failed', failure: { code: 'MANYHANDS_BUDGET' } });
  });

  it('that asks a thousand questions gets answers to few, and goes on', async () => {
    const questions = Array.from({ length: 1_000 }, (_, index) => {
      return { id: `q${index}`, question: 'And then?', why: 'Why not?', assumption: 'Nothing.' };
    });
    const onClarify = vi.fn(() => ({}));
    const { result } = await endOf(
      { onClarify },
      { answer: answering({ clarification: () => JSON.stringify({ questions }) }) },
    );
    expect(result.status).toBe('done');
    expect(onClarify).toHaveBeenCalledTimes(1);
    expect(result.assumptions.length).toBeLessThanOrEqual(10);
  });

  it('that will not say what is unclear does not keep the work from being planned', async () => {
    const { result } = await endOf({}, { answer: answering({ clarification: () => 'Hm.' }) });
    expect(result).toMatchObject({ status: 'done', output: ['ok'] });
  });

  it('whose repair is no plan leaves what the rounds before made', async () => {
    let asked = 0;
    const plan = () => ((asked += 1) === 1 ? toPlan([aWritten('count')]) : 'No.');
    const check = () => 'It is not enough.';
    const { result } = await endOf({ criteria: [{ text: 'Enough.', check }] }, { answer: answering({ plan }) });
    expect(result).toMatchObject({
      status: 'partial',
      output: ['ok'],
      missing: [{ reason: 'Enough.: It is not enough.' }],
      failure: { code: 'MANYHANDS_PLANNER_FAILED' },
    });
  });

  it('ends whatever it writes', { timeout: 60_000 }, async () => {
    const ids = fc.constantFrom('a', 'b', 'c', '', '__proto__', 'merge:x', 'a#0', 'judge');
    const task = fc.record({
      id: ids,
      title: fc.string(),
      kind: fc.constantFrom('single', 'map', 'both'),
      prompt: fc.string(),
      dependsOn: fc.array(ids, { maxLength: 3 }),
      pieces: fc.array(fc.record({ from: fc.integer(), to: fc.integer() }), { maxLength: 2 }),
      route: fc.option(fc.constantFrom('any', 'planner', 'nowhere')),
    });
    const merge = fc.record({ strategy: fc.constantFrom('json', 'vote', 'reduce', 'fields', 'magic') });
    const plan = fc.oneof(
      fc.string(),
      fc.json(),
      fc.tuple(fc.array(task, { maxLength: 6 }), merge).map(([tasks, made]) => toPlan(tasks, made)),
    );
    await fc.assert(
      fc.asyncProperty(plan, fc.boolean(), async (written, hasInput) => {
        const input = hasInput ? { input: ['one', 'two'] } : {};
        const { result } = await endOf(
          { ...input, budget: { maxCalls: 12 } },
          { answer: answering({ plan: () => written }) },
        );
        expect(['done', 'partial', 'failed']).toContain(result.status);
      }),
      { numRuns: 60 },
    );
  });
});
