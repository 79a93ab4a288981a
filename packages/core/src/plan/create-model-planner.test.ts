import { describe, expect, it } from 'vitest';
import type { Json } from '../domain/json.ts';
import type { MergePlan, PlanTask } from '../domain/plan.ts';
import { NO_USAGE } from '../domain/usage.ts';
import type { ChatResponse } from '../domain/chat.ts';
import { toFailure } from '../errors/manyhands-error.ts';
import type { ModelCall, ModelCalls, TaskOutcome } from '../ports/model-calls.ts';
import type { JudgeRequest, PlanPart, PlanRequest } from '../ports/planner.ts';
import { aRoute } from '../testing/route-offer.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { createModelPlanner } from './create-model-planner.ts';
import { toWritten } from './model-planner/written-plan.ts';

function task(id: string, changes: Partial<PlanTask> = {}): PlanTask {
  return aPlanTask(id, { kind: 'map', prompt: `Do ${id}, 🐋.`, ...changes });
}

const MERGE: MergePlan = { strategy: 'concat', instruction: null, fields: [] };
const toText = (tasks: readonly PlanTask[], merge: Json = MERGE) =>
  JSON.stringify({ tasks: tasks.map(toWritten), merge });

const REQUEST: PlanRequest = {
  goal: 'Know the book.',
  criteria: [{ id: 'all', text: 'Every piece is covered.' }],
  input: { pieces: 3, tokens: 900, samples: ['Loomings'] },
  answers: [],
  questions: [],
  functions: [],
  routes: [aRoute('any'), aRoute('strong')],
  round: 1,
  limits: { maxTasks: 5, maxDepth: 4, maxWidth: 50 },
  signal: new AbortController().signal,
};

function toResponse(text: string): ChatResponse {
  return { model: 'm', text, toolCalls: [], reasoning: [], usage: NO_USAGE, finishReason: 'stop', limits: [] };
}

/** Answers with one text after the other, each streamed character by character, until one can be read. */
function scripted(...texts: readonly string[]) {
  const asked: ModelCall[] = [];
  async function call<Output extends Json>(call: ModelCall<Output>): Promise<TaskOutcome<Output>> {
    asked.push(call);
    let reason: unknown = new Error('No more answers.');
    for (const text of texts) {
      for (let end = 1; end <= text.length; end += 1) {
        call.onText?.(text.slice(0, end));
        await Promise.resolve();
      }
      try {
        return { status: 'done', output: call.read(toResponse(text)) };
      } catch (error) {
        reason = error;
      }
    }
    return { status: 'failed', failure: toFailure(reason) };
  }
  const calls: ModelCalls = { call };
  return { asked, planner: createModelPlanner({ reasoning: 'low', temperature: 0 }, calls) };
}

/** A call under way, answered by the test. */
function held() {
  const started = Promise.withResolvers<{ onText(text: string): void; end(text: string): void }>();
  const calls: ModelCalls = {
    call: (call) =>
      new Promise((resolve) => {
        started.resolve({
          onText: (text) => call.onText?.(text),
          end: (text) => resolve({ status: 'done', output: call.read(toResponse(text)) }),
        });
      }),
  };
  return { call: started.promise, planner: createModelPlanner({}, calls) };
}

async function readAll<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function planned(request: PlanRequest, ...texts: readonly string[]): Promise<readonly PlanPart[]> {
  return readAll(scripted(...texts).planner.plan(request));
}

function outline(parts: readonly PlanPart[]): readonly string[] {
  return parts.map((part) => (part.type === 'task' ? part.task.id : part.type));
}

const promptOf = (call: ModelCall | undefined) =>
  `${call?.prompt().system}\n${JSON.stringify(call?.prompt().messages)}`;

describe('a plan of a model', () => {
  it('is given task by task, then the merge', async () => {
    const tasks = [task('read'), task('style', { dependsOn: ['read'] })];
    const parts = await planned(REQUEST, toText(tasks));
    expect(parts).toEqual([...tasks.map((task) => ({ type: 'task', task })), { type: 'merge', merge: MERGE }]);
  });

  it('gives a task while the rest is still being written', async () => {
    const text = toText([task('read'), task('style')]);
    const { call, planner } = held();
    const parts = planner.plan(REQUEST)[Symbol.asyncIterator]();
    const next = parts.next();
    const { onText, end } = await call;
    onText(text.slice(0, text.indexOf('"style"')));
    expect((await next).value).toMatchObject({ task: { id: 'read' } });
    end(text);
    expect((await parts.next()).value).toMatchObject({ task: { id: 'style' } });
    expect((await parts.next()).value).toMatchObject({ type: 'merge' });
    expect((await parts.next()).done).toBe(true);
  });

  it('is read at the end when the model does not stream', async () => {
    const calls: ModelCalls = {
      call: async (call) => ({ status: 'done', output: call.read(toResponse(toText([task('read')]))) }),
    };
    expect(outline(await readAll(createModelPlanner({}, calls).plan(REQUEST)))).toEqual(['read', 'merge']);
  });

  it('is read out of a code fence, too', async () => {
    expect(outline(await planned(REQUEST, `\`\`\`json\n${toText([task('read')])}\n\`\`\``))).toEqual(['read', 'merge']);
  });

  it('gives a task after those it depends on, wherever they are written', async () => {
    const tasks = [
      task('end', { kind: 'single', dependsOn: ['style'] }),
      task('style', { dependsOn: ['read'] }),
      task('read'),
    ];
    expect(outline(await planned(REQUEST, toText(tasks)))).toEqual(['read', 'style', 'end', 'merge']);
  });

  it.each([
    ['a circle', [task('a', { dependsOn: ['b'] }), task('b', { dependsOn: ['a'] })], 'none can start'],
    ['an unknown dependency', [task('a', { dependsOn: ['ghost'] })], '"ghost"'],
    ['an unknown route', [task('a', { route: 'fast' })], '"fast"'],
    ['too many tasks', ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => task(id, { dependsOn: ['ghost'] })), 'at most 5'],
    ['no tasks', [], 'no tasks'],
  ])('with %s is rejected and repaired, and nothing of it was started', async (_, tasks, reason) => {
    const parts = await planned(REQUEST, toText(tasks), toText([task('read')]));
    expect(outline(parts)).toEqual(['rejected', 'read', 'merge']);
    expect(parts[0]).toMatchObject({ reason: expect.stringContaining(reason) });
  });

  it('with an id that stands twice is repaired, the first of the two being kept', async () => {
    const parts = await planned(REQUEST, toText([task('a'), task('a', { title: 'b' })]), toText([task('a')]));
    expect(outline(parts)).toEqual(['a', 'rejected', 'merge']);
  });

  it('that breaks off goes on with the next attempt, each task given once', async () => {
    const whole = toText([task('read'), task('style')]);
    const parts = await planned(REQUEST, whole.slice(0, whole.indexOf('"style"')), whole);
    expect(outline(parts)).toEqual(['read', 'rejected', 'style', 'merge']);
  });

  it('has to keep the tasks that were given in an earlier attempt', async () => {
    const bad = toText([task('read')], { strategy: 'magic' });
    const parts = await planned(
      REQUEST,
      bad,
      toText([task('read', { prompt: 'Other.' })]),
      toText([task('read'), task('more')]),
    );
    expect(outline(parts)).toEqual(['read', 'rejected', 'rejected', 'more', 'merge']);
    expect(parts[2]).toMatchObject({ reason: expect.stringContaining(JSON.stringify(toWritten(task('read')))) });
  });

  it('of a repair may do planned tasks again and build on them', async () => {
    const missing = [{ taskId: null, piece: 3, reason: 'Nothing of the whale.' }];
    const { asked, planner } = scripted(
      toText([task('whale', { dependsOn: ['read'] }), task('read', { pieces: [{ from: 2, to: 2 }] })]),
    );
    const parts = planner.plan({ ...REQUEST, round: 2, repair: { missing, planned: [task('read')] } });
    expect(outline(await readAll(parts))).toEqual(['whale', 'read', 'merge']);
    expect(asked[0]?.task).toMatchObject({ id: 'plan:2', kind: 'plan', route: 'planner' });
    expect(promptOf(asked[0])).toContain(String.raw`<missing>\npiece=\"3\": Nothing of the whale.`);
  });

  it('that never becomes right fails with the last reason', async () => {
    await expect(planned(REQUEST, 'No.')).rejects.toMatchObject({
      code: 'MANYHANDS_PLANNER_FAILED',
      message: expect.stringContaining('not valid JSON'),
    });
  });

  it('of a run that is cancelled ends as cancelled', async () => {
    const calls: ModelCalls = { call: async () => ({ status: 'cancelled', reason: 'Enough.' }) };
    const parts = readAll(createModelPlanner({}, calls).plan(REQUEST));
    await expect(parts).rejects.toMatchObject({
      code: 'MANYHANDS_CANCELLED',
      message: expect.stringContaining('Enough.'),
    });
  });

  it('is read while it is written in a second attempt, too', async () => {
    const first = 'Let me think about {this}.';
    const second = toText([task('read'), task('style')]);
    const { call, planner } = held();
    const parts = planner.plan(REQUEST)[Symbol.asyncIterator]();
    const next = parts.next();
    const { onText, end } = await call;
    onText(first);
    onText(second.slice(0, 20));
    onText(second.slice(0, second.indexOf('"style"')));
    expect((await next).value).toMatchObject({ task: { id: 'read' } });
    end(second);
    expect((await parts.next()).value).toMatchObject({ task: { id: 'style' } });
  });

  it('may be left half read: its call goes on undisturbed', async () => {
    const text = toText([task('read'), task('style')]);
    const { call, planner } = held();
    const parts = planner.plan(REQUEST)[Symbol.asyncIterator]();
    const next = parts.next();
    const { onText, end } = await call;
    onText(text.slice(0, text.indexOf('"style"')));
    await next;
    await parts.return?.();
    expect(() => onText(text)).not.toThrow();
    expect(() => end(toText([task('read'), task('style'), task('more')]))).not.toThrow();
  });
});

describe('a question of a model', () => {
  it('is asked before the plan, with the options of the planner', async () => {
    const questions = [{ id: 'length', question: 'How long?', why: 'It shapes the merge.', assumption: 'One page.' }];
    const { asked, planner } = scripted(JSON.stringify({ questions }));
    expect(await planner.clarify?.(REQUEST)).toEqual(questions);
    expect(asked[0]?.task).toMatchObject({ id: 'clarify:1', kind: 'clarify', route: 'planner' });
    expect(asked[0]?.prompt()).toMatchObject({ reasoning: 'low', temperature: 0, output: { name: 'clarification' } });
  });

  it('needs an id of its own', async () => {
    const question = { id: 'q', question: '?', why: '', assumption: '' };
    const { planner } = scripted(JSON.stringify({ questions: [question, question] }), '{"questions": []}');
    expect(await planner.clarify?.(REQUEST)).toEqual([]);
  });
});

describe('a verdict of a model', () => {
  const request: JudgeRequest = {
    goal: 'Know the book.',
    criteria: REQUEST.criteria,
    output: { brief: 'A whale.' },
    tasks: [{ id: 'read#3', title: 'Read 4', state: 'failed', digest: '' }],
    round: 1,
    signal: REQUEST.signal,
  };
  const verdict = { criterionId: 'all', isMet: false, reason: 'Piece 3 is missing.', taskIds: ['read#3'] };
  const right = { criteria: [verdict], missing: [{ taskId: 'read#3', piece: null, reason: 'It failed.' }] };

  it('says who judged, and names gaps', async () => {
    const { asked, planner } = scripted(JSON.stringify(right));
    expect(await planner.judge?.(request)).toEqual({ ...right, criteria: [{ ...verdict, by: 'planner' }] });
    expect(asked[0]?.task).toMatchObject({ id: 'evaluate:1', kind: 'evaluate', route: 'planner' });
    expect(promptOf(asked[0])).toContain(String.raw`<result task=\"read#3\" title=\"Read 4\" state=\"failed\">`);
  });

  it.each([
    ['of an unknown criterion', { ...right, criteria: [{ ...verdict, criterionId: 'none' }] }, 'no criterion "none"'],
    ['by an unknown task', { ...right, criteria: [{ ...verdict, taskIds: ['ghost'] }] }, 'no task "ghost"'],
    [
      'with a gap in an unknown task',
      { ...right, missing: [{ taskId: 'ghost', piece: null, reason: '' }] },
      'no task "ghost"',
    ],
    ['that leaves a criterion out', { ...right, criteria: [] }, '"all" has no verdict'],
    ['that judges a criterion twice', { ...right, criteria: [verdict, verdict] }, 'two verdicts'],
  ])('%s is refused', async (_, wrong, reason) => {
    await expect(scripted(JSON.stringify(wrong)).planner.judge?.(request)).rejects.toThrow(reason);
    await expect(
      scripted(JSON.stringify(wrong), JSON.stringify(right)).planner.judge?.(request),
    ).resolves.toBeDefined();
  });
});
