import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { Verdict } from '../domain/verdict.ts';
import type { JudgeRequest, Judgement } from '../ports/planner.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { createStageContext, type StageContext, type StageContextOptions } from '../testing/stage-context.ts';
import { toMatrix } from './coverage-matrix.ts';
import { evaluate, type EvaluateRequest } from './evaluate.ts';
import { toCriteria, type CriterionInput } from './to-criteria.ts';

type Asked = Partial<Omit<EvaluateRequest, 'criteria'>> & { readonly criteria?: readonly CriterionInput[] };

function ask(context: StageContext, { criteria = [], ...request }: Asked = {}): Promise<Verdict> {
  return evaluate(context, { round: 1, output: 'out', judge: true, ...request, criteria: toCriteria(criteria) });
}

/** Two pieces to read; piece 0 is done. */
function halfRead(options: StageContextOptions = {}): StageContext {
  const context = createStageContext({ pieces: 2, ...options });
  context.plan({ id: 'read' });
  context.done({ id: 'read#0', planTaskId: 'read', piece: 0 }, 'zero');
  return context;
}

function judgedAs(judgement: Judgement | Error) {
  return vi.fn<(request: JudgeRequest) => Promise<Judgement>>(() =>
    judgement instanceof Error ? Promise.reject(judgement) : Promise.resolve(judgement),
  );
}

const met = (criterionId: string) => ({ criterionId, isMet: true, reason: 'yes', taskIds: [], by: 'planner' as const });

describe('evaluate', () => {
  it('finds a run complete when all pieces are done and nothing else was asked', async () => {
    const context = halfRead();
    context.done({ id: 'read#1', planTaskId: 'read', piece: 1 }, 'one');
    expect(await ask(context)).toEqual({
      isComplete: true,
      missing: [],
      criteria: [expect.objectContaining({ criterionId: 'coverage', isMet: true, by: 'check' })],
    });
  });

  it('names a failed piece once, with why it failed', async () => {
    const context = halfRead();
    context.failed({ id: 'read#1', planTaskId: 'read', piece: 1 }, 'refused');
    const verdict = await ask(context);
    expect(verdict.isComplete).toBe(false);
    expect(verdict.missing).toEqual([{ taskId: 'read#1', piece: 1, reason: 'It failed: refused' }]);
    expect(verdict.criteria).toMatchObject([{ criterionId: 'coverage', isMet: false, taskIds: ['read#1'] }]);
  });

  it('names a piece that no task worked on', async () => {
    expect((await ask(halfRead())).missing).toMatchObject([{ taskId: 'read', piece: 1 }]);
  });

  it('asks a map task only for the pieces it selects', async () => {
    const context = createStageContext({ pieces: 3 });
    context.plan({
      id: 'read',
      pieces: [
        { from: 0, to: 0 },
        { from: 2, to: 2 },
      ],
    });
    context.done({ id: 'read#0', planTaskId: 'read', piece: 0 }, 'zero');
    expect((await ask(context)).missing).toMatchObject([{ piece: 2 }]);
  });

  it('misses nothing where a later task took the place of a failed one', async () => {
    const context = halfRead();
    context.failed({ id: 'read#1', planTaskId: 'read', piece: 1 });
    context.startRound(2);
    context.done({ id: 'read#1~2', planTaskId: 'read', piece: 1, replaces: 'read#1' }, 'one');
    expect(await ask(context, { round: 2 })).toMatchObject({ isComplete: true, missing: [] });
  });

  it('has no criterion of coverage without a map task', async () => {
    const context = createStageContext({ pieces: 1 });
    context.plan({ id: 'tell', kind: 'single' });
    context.done({ id: 'tell', planTaskId: 'tell' }, 'told');
    expect(await ask(context)).toEqual({ isComplete: true, criteria: [], missing: [] });
  });

  it('is not complete while a single task has no result', async () => {
    const context = createStageContext();
    context.plan({ id: 'tell', kind: 'single' });
    context.failed({ id: 'tell', planTaskId: 'tell' });
    expect(await ask(context)).toMatchObject({ isComplete: false, criteria: [], missing: [{ taskId: 'tell' }] });
  });

  it('holds the output to the schema, and says what is wrong with it', async () => {
    const schema = z.object({ whales: z.number() });
    const verdict = await ask(createStageContext(), { schema, output: { whales: 'many' } });
    expect(verdict.criteria).toMatchObject([{ criterionId: 'schema', isMet: false }]);
    expect(verdict.missing[0]?.reason).toContain('whales');
    expect(await ask(createStageContext(), { schema, output: { whales: 3 } })).toMatchObject({ isComplete: true });
  });
});

describe('checks of the app', () => {
  it.each([
    [true, true, 'The check holds.'],
    [false, false, 'The check does not hold.'],
    ['too long', false, 'too long'],
    [{ isMet: true, reason: 'fits' }, true, 'fits'],
    [undefined as unknown as boolean, false, expect.stringContaining('answered with none of')],
  ])('reads %j', async (answer, isMet, reason) => {
    const verdict = await ask(createStageContext(), { criteria: [{ text: 'Short.', check: () => answer }] });
    expect(verdict.criteria).toEqual([{ criterionId: 'c1', isMet, reason, taskIds: [], by: 'check' }]);
    expect(verdict.isComplete).toBe(isMet);
    expect(verdict.missing).toHaveLength(isMet ? 0 : 1);
  });

  it('takes one that throws as not met', async () => {
    const check = () => Promise.reject(new Error('mine'));
    const verdict = await ask(createStageContext(), { criteria: [{ text: 'Short.', check }] });
    expect(verdict.criteria).toMatchObject([{ isMet: false, reason: 'The check threw: mine' }]);
  });

  it('takes over the gaps it names, as far as there are such tasks and pieces', async () => {
    const missing = [{ piece: 0 }, { taskId: 'read#0', reason: 'again' }, { taskId: 'nobody', piece: 99 }];
    const context = halfRead();
    context.done({ id: 'read#1', planTaskId: 'read', piece: 1 }, 'one');
    const check = () => ({ isMet: false, reason: 'thin', missing });
    expect((await ask(context, { criteria: [{ text: 'Rich.', check }] })).missing).toEqual([
      { taskId: null, piece: 0, reason: 'thin' },
      { taskId: 'read#0', piece: 0, reason: 'again' },
      { taskId: null, piece: null, reason: 'thin' },
    ]);
  });
});

describe('the planner as judge', () => {
  it('is asked only for what no check decides, with the undone tasks first', async () => {
    const judge = judgedAs({ criteria: [met('c1')], missing: [] });
    const context = halfRead({ planner: { judge } });
    context.failed({ id: 'read#1', planTaskId: 'read', piece: 1 }, 'x'.repeat(500));
    await ask(context, { criteria: ['It is true.', { text: 'Short.', check: () => true }] });
    const [request] = judge.mock.calls[0]!;
    expect(request.criteria).toEqual([{ id: 'c1', text: 'It is true.' }]);
    expect(request.tasks.map(({ id, state }) => [id, state])).toEqual([
      ['read#1', 'failed'],
      ['read#0', 'done'],
    ]);
    expect(request.tasks[0]?.digest).toHaveLength(200);
  });

  it('sees 200 tasks at most', async () => {
    const judge = judgedAs({ criteria: [met('c1')], missing: [] });
    const context = createStageContext({ planner: { judge } });
    for (let index = 0; index < 250; index += 1) context.done({ id: `work#${index}` }, 'done');
    context.failed({ id: 'work#250' });
    await ask(context, { criteria: ['It is true.'] });
    const { tasks } = judge.mock.calls[0]![0];
    expect(tasks).toHaveLength(200);
    expect(tasks[0]?.id).toBe('work#250');
  });

  it('that fails leaves its criteria unmet and crashes nothing', async () => {
    const context = createStageContext({ planner: { judge: judgedAs(new Error('down')) } });
    const verdict = await ask(context, { criteria: ['It is true.', { text: 'Short.', check: () => true }] });
    expect(verdict.isComplete).toBe(false);
    expect(verdict.criteria).toMatchObject([
      { criterionId: 'c2', isMet: true },
      { criterionId: 'c1', isMet: false, reason: expect.stringContaining('down') },
    ]);
  });

  it('that leaves a criterion out has not met it, and one it invents does not count', async () => {
    const judge = judgedAs({ criteria: [met('c1'), met('c9')], missing: [] });
    const verdict = await ask(createStageContext({ planner: { judge } }), { criteria: ['One.', 'Two.'] });
    expect(verdict.criteria.map(({ criterionId, isMet }) => [criterionId, isMet])).toEqual([
      ['c1', true],
      ['c2', false],
    ]);
  });

  it('that names no gap for what is unmet leaves its reason as one', async () => {
    const judge = judgedAs({
      criteria: [{ ...met('c1'), isMet: false, reason: 'thin', taskIds: ['read#0', 'x'] }],
      missing: [],
    });
    const context = halfRead({ planner: { judge }, pieces: 1 });
    expect((await ask(context, { criteria: ['Rich.'] })).missing).toEqual([
      { taskId: 'read#0', piece: 0, reason: 'thin' },
    ]);
  });

  it('is not asked when the run was stopped, and what it would judge is not met', async () => {
    const judge = judgedAs({ criteria: [met('c1')], missing: [] });
    const context = createStageContext({ planner: { judge }, signal: AbortSignal.abort() });
    expect(await ask(context, { criteria: ['It is true.'] })).toMatchObject({ isComplete: false });
    expect(judge).not.toHaveBeenCalled();
  });

  it('is not asked when the app wants no judge', async () => {
    const judge = judgedAs(new Error('asked'));
    const context = createStageContext({ planner: { judge } });
    expect(await ask(context, { criteria: ['It is true.'], judge: false })).toMatchObject({ isComplete: true });
    expect(judge).not.toHaveBeenCalled();
  });

  it('asks nobody about a criterion that no task that serves it was done for', async () => {
    const judge = judgedAs({ criteria: [met('b')], missing: [] });
    const context = createStageContext({ planner: { judge } });
    context.plan({ id: 'one', kind: 'single', serves: ['a'] });
    context.plan({ id: 'two', kind: 'single', serves: ['a', 'b'] });
    context.failed({ id: 'one', planTaskId: 'one' });
    context.failed({ id: 'two', planTaskId: 'two' });
    context.plan({ id: 'three', kind: 'single', serves: ['b'] });
    context.done({ id: 'three', planTaskId: 'three' }, 'told');
    const criteria = ['a', 'b'].map((id) => ({ id, text: `It is ${id}.` }));
    const verdict = await ask(context, { criteria });
    expect(judge.mock.calls[0]?.[0].criteria.map(({ id }) => id)).toEqual(['b']);
    expect(verdict.criteria).toMatchObject([
      { criterionId: 'a', isMet: false, by: 'check', taskIds: ['one', 'two'] },
      { criterionId: 'b', isMet: true, by: 'planner' },
    ]);
  });
});

describe('an audit', () => {
  const opinion = (isRight: boolean) =>
    JSON.stringify({ reason: isRight ? 'It is right.' : 'A whale is missing.', isRight });

  function readTen(answer: NonNullable<StageContextOptions['answer']>): StageContext {
    const context = createStageContext({ pieces: 10, answer });
    context.plan({ id: 'read' });
    for (let piece = 0; piece < 10; piece += 1)
      context.done({ id: `read#${piece}`, planTaskId: 'read', piece }, `out ${piece}`);
    return context;
  }

  it('holds every result against its piece, and names those that are wrong', async () => {
    const context = readTen((_, prompt) => opinion(!prompt.includes('out 3')));
    const verdict = await ask(context, { judge: { audit: 1 } });
    expect(context.asked).toHaveLength(10);
    expect(context.asked[4]?.prompt).toMatch(/piece 4[^]*out 4/);
    expect(verdict.missing).toEqual([{ taskId: 'read#3', piece: 3, reason: 'A whale is missing.' }]);
    expect(verdict.criteria).toContainEqual(expect.objectContaining({ criterionId: 'audit', isMet: false }));
  });

  it('may be of a share of them, evenly spread, and of all that were done again', async () => {
    const context = readTen(() => opinion(true));
    context.startRound(2);
    context.done({ id: 'read#0~2', planTaskId: 'read', piece: 0, replaces: 'read#0' }, 'out again');
    expect(await ask(context, { judge: { audit: 0.3 }, round: 2 })).toMatchObject({ isComplete: true });
    const ids = context.asked.map(({ task }) => task.id);
    expect(ids).toEqual(['audit:read#0~2', 'audit:read#3', 'audit:read#6', 'audit:read#9']);
  });

  it('finds nothing wrong where nobody can say', async () => {
    const verdict = await ask(
      readTen(() => 'Hm.'),
      { judge: { audit: 1 } },
    );
    expect(verdict.missing).toEqual([]);
    expect(verdict.criteria.at(-1)?.reason).toContain('0 results');
  });
});

describe('the coverage matrix', () => {
  it('says of every criterion which plan tasks serve it, how far they came, and which the verdict names', () => {
    const context = halfRead();
    context.append({ type: 'plan:task', round: 1, task: aPlanTask('read', { kind: 'map', serves: ['a'] }) });
    context.plan({ id: 'tell', kind: 'single', serves: [] });
    context.failed({ id: 'read#1', planTaskId: 'read', piece: 1 });
    context.failed({ id: 'tell', planTaskId: 'tell' });
    const judged = [
      { criterionId: 'a', taskIds: ['read#1'] },
      { criterionId: 'b', taskIds: ['tell', 'ghost'] },
    ];
    expect(toMatrix(context.log.state, judged)).toEqual([
      { criterionId: 'a', tasks: [{ planTaskId: 'read', planned: 2, done: 1, isNamed: true }] },
      { criterionId: 'b', tasks: [{ planTaskId: 'tell', planned: 1, done: 0, isNamed: true }] },
    ]);
  });
});
