import { describe, expect, it } from 'vitest';
import { memoryStore, type GoalInput, type Planner, type Question } from '../src/index.ts';
import { createManualClock } from '../src/testing/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aPlan, aTask } from './support/plans.ts';
import { logOf, settle } from './support/whole-run.ts';

const TONE: Question = { id: 'tone', question: 'Which tone?', why: 'It is heard.', assumption: 'plain' };
const LENGTH: Question = { id: 'length', question: 'How long?', why: 'It is read.', assumption: 'short' };
const PLAN = aPlan([
  aTask('facts'),
  aTask('song', { uses: ['tone'], dependsOn: ['facts'] }),
  aTask('note', { uses: ['length'] }),
  aTask('end', { dependsOn: ['song'] }),
]);
const GOAL: GoalInput = { goal: 'Sing of the whale.', judge: false };

/** Asks, and has one task for each question beside one that uses neither. */
function planning(questions: readonly Question[] = [TONE, LENGTH]): Planner {
  return {
    clarify: async () => questions,
    async *plan() {
      for (const task of PLAN.tasks) yield { type: 'task', task };
      yield { type: 'merge', merge: PLAN.merge };
    },
  };
}

/** What a task says is the answer it was told. */
function singing(options: Parameters<typeof orchestrate>[0] = {}) {
  return orchestrate({
    planner: planning(),
    answer: (call) => {
      const text = textOf(call);
      const told = /\] (?:Which tone\?|How long\?) (.*)/.exec(text)?.[1] ?? 'facts';
      return text.startsWith('Do end') ? `end of: ${/task="song">\n(.*)/.exec(text)?.[1]}` : told;
    },
    ...options,
  });
}

describe('what is unclear about a goal', () => {
  it('is assumed when nobody can be asked, and the assumptions are in the result', async () => {
    const { orchestrator } = singing();
    const { status, output, assumptions } = await orchestrator.start(GOAL).result;
    expect({ status, output }).toEqual({ status: 'done', output: ['short (assumed)', 'end of: plain (assumed)'] });
    expect(assumptions.map(({ id, answer }) => [id, answer])).toEqual([
      ['tone', 'plain'],
      ['length', 'short'],
    ]);
    await orchestrator.close();
  });

  it('is answered in part by the app; the rest is assumed', async () => {
    const { orchestrator } = singing();
    const { output, assumptions } = await orchestrator.start({ ...GOAL, onClarify: () => ({ tone: 'solemn' }) }).result;
    expect(output).toEqual(['short (assumed)', 'end of: solemn']);
    expect(assumptions.map(({ id }) => id)).toEqual(['length']);
    await orchestrator.close();
  });

  it('holds up only the tasks that use the answer', async () => {
    const { orchestrator } = singing();
    const later = Promise.withResolvers<string>();
    const run = orchestrator.start({ ...GOAL, onClarify: () => ({ tone: later.promise, length: 'long' }) });
    await settle();
    const statusOf = (id: string) => run.snapshot().tasks[id]?.status;
    expect(['facts', 'note', 'song', 'end'].map(statusOf)).toEqual(['done', 'done', 'waiting', 'waiting']);
    later.resolve('merry');
    expect((await run.result).output).toEqual(['long', 'end of: merry']);
    await orchestrator.close();
  });

  it('fails the run, before anything is planned, when the app cannot say what it knows', async () => {
    const { orchestrator, provider } = singing();
    const onClarify = () => Promise.reject(new Error('The line is dead.'));
    const { status, failure } = await orchestrator.start({ ...GOAL, onClarify }).result;
    expect({ status, code: failure?.code }).toEqual({ status: 'failed', code: 'MANYHANDS_CLARIFY_FAILED' });
    expect(provider.calls).toHaveLength(0);
    await orchestrator.close();
  });

  it('is assumed when an answer that was promised fails', async () => {
    const { orchestrator } = singing();
    const onClarify = () => ({ tone: Promise.reject(new Error('No.')), length: null });
    expect((await orchestrator.start({ ...GOAL, onClarify }).result).output).toEqual([
      'short (assumed)',
      'end of: plain (assumed)',
    ]);
    await orchestrator.close();
  });

  it('is assumed when its deadline has passed, and a run whose app never answers can be cancelled', async () => {
    const clock = createManualClock();
    const planner = planning([{ ...TONE, deadlineMs: 500 }, LENGTH]);
    const { orchestrator } = singing({ clock, planner });
    const run = orchestrator.start({ ...GOAL, answerWithinMs: 2_000, onClarify: () => new Promise(() => {}) });
    await settle();
    await clock.advance(499);
    expect(run.snapshot().answers).toEqual([]);
    await clock.advance(1);
    expect(run.snapshot().answers.map(({ id }) => id)).toEqual(['tone']);
    await clock.advance(1_500);
    expect((await run.result).assumptions).toHaveLength(2);

    const other = orchestrator.start({ ...GOAL, onClarify: () => new Promise(() => {}) });
    await settle();
    other.cancel();
    expect((await other.result).status).toBe('cancelled');
    expect(clock.pendingTimers).toBe(0);
    await orchestrator.close();
  });
});

describe('an answer that comes late', () => {
  it('has only the tasks that used the assumption done again, and what follows from them', async () => {
    const hold = Promise.withResolvers<void>();
    const { orchestrator, provider } = singing();
    const criteria = [{ text: 'It is heard.', check: () => hold.promise.then(() => true) }];
    const run = orchestrator.start({ ...GOAL, criteria });
    await settle();
    expect(provider.calls).toHaveLength(4);
    await run.answer('tone', 'solemn');
    hold.resolve();

    const { status, output, assumptions, rounds } = await run.result;
    expect({ status, output, rounds }).toEqual({
      status: 'done',
      output: ['short (assumed)', 'end of: solemn'],
      rounds: 2,
    });
    expect(assumptions.map(({ id }) => id)).toEqual(['length']);
    const again = provider.calls.slice(4).map((call) => textOf(call).split('\n')[0]);
    expect(again).toEqual(['Do song.', 'Do end.']);
    await orchestrator.close();
  });

  it('does not use up a round, and wins over a result that was as good before it', async () => {
    const hold = Promise.withResolvers<void>();
    const { orchestrator } = singing();
    const criteria = [{ text: 'It is heard.', check: () => hold.promise.then(() => true) }];
    const run = orchestrator.start({ ...GOAL, criteria, budget: { maxRounds: 1 } });
    await settle();
    await run.answer('length', 'endless');
    hold.resolve();
    expect((await run.result).output).toEqual(['endless', 'end of: plain (assumed)']);
    await orchestrator.close();
  });

  it('while its task is under way ends that call, and the answer of it does not count', async () => {
    const first = Promise.withResolvers<string>();
    const { orchestrator, provider } = singing({
      answer: async (call) => (textOf(call).includes('tone? plain') ? first.promise : 'sung'),
    });
    const run = orchestrator.start(GOAL);
    await settle();
    const underWay = provider.calls.find((call) => textOf(call).startsWith('Do song'))!;
    await run.answer('tone', 'solemn');
    await settle();
    expect(underWay.context.signal.aborted).toBe(true);
    first.resolve('unsung');
    expect((await run.result).output).toEqual(['sung', 'sung']);
    await orchestrator.close();
  });

  it('that says what was assumed changes nothing but that it is no assumption', async () => {
    const later = Promise.withResolvers<string>();
    const { orchestrator, provider } = singing();
    const run = orchestrator.start({ ...GOAL, onClarify: () => ({ tone: later.promise }) });
    await settle();
    await run.answer('length', 'short');
    later.resolve('merry');
    expect((await run.result).assumptions).toEqual([]);
    expect(provider.calls).toHaveLength(4);
    await orchestrator.close();
  });

  it('is refused where there is no such question, or no run any more', async () => {
    const { orchestrator } = singing();
    const run = orchestrator.start(GOAL);
    await expect(run.answer('colour', 'white')).rejects.toMatchObject({ code: 'MANYHANDS_UNKNOWN_QUESTION' });
    await run.result;
    await expect(run.answer('tone', 'white')).rejects.toMatchObject({ code: 'MANYHANDS_RUN_ENDED' });
    await orchestrator.close();
  });

  it('can be replayed with the run', async () => {
    const hold = Promise.withResolvers<void>();
    const store = memoryStore();
    const { orchestrator } = singing({ store });
    const criteria = [{ id: 'heard', text: 'It is heard.', check: () => hold.promise.then(() => true) }];
    const run = orchestrator.start({ ...GOAL, criteria });
    await settle();
    await run.answer('tone', 'solemn');
    hold.resolve();
    const { output } = await run.result;
    const replayed = await orchestrator.replay(run.id, { criteria });
    expect((await replayed.result).output).toEqual(output);
    await orchestrator.close();
  });
});

describe('an open question', () => {
  it('survives: a run that only waits for an answer is left when the orchestrator closes, and resumed', async () => {
    const store = memoryStore();
    const first = singing({ store });
    const never = new Promise<string>(() => {});
    const run = first.orchestrator.start({ ...GOAL, onClarify: () => ({ tone: never, length: 'long' }) });
    await settle();
    const read = Array.fromAsync(run.events());
    await first.orchestrator.close();
    expect((await run.result).status).toBe('awaiting-input');
    expect((await read).map(({ type }) => type)).not.toContain('run:ended');

    const asked: string[] = [];
    const second = singing({ store });
    const resumed = await second.orchestrator.resume(run.id, {
      onClarify(questions) {
        asked.push(...questions.map(({ id }) => id));
        return { tone: 'solemn' };
      },
    });
    expect((await resumed.result).output).toEqual(['long', 'end of: solemn']);
    expect(asked).toEqual(['tone']);
    expect(second.provider.calls).toHaveLength(2);
    const events = await logOf(store, run.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    await second.orchestrator.close();
  });
});
