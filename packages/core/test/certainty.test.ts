// Tasks that need certainty: tried several times, by one model or several; a vote decides, or a judge.
import { memoryTransport } from '@manyhands/adapter-memory';
import { describe, expect, it } from 'vitest';
import { createOrchestrator, type Certainty, type RunEvent } from '../src/index.ts';
import { scriptedProvider, type ScriptedCall } from '../src/testing/index.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';
import { aMap, aPlan, aTask } from './support/plans.ts';

const VOTE: Certainty = { by: 'vote', copies: 3, mix: false };
const BEST: Certainty = { by: 'best', copies: 3, mix: false };
const ONCE = { goal: 'How many whales?', judge: false, budget: { maxRounds: 1 } };

const isChoice = ({ request }: ScriptedCall) => request.output?.name === 'choice';

/** Answers work with these, one after the other, and chooses the answer of that number. */
function inTurn(answers: readonly (string | Error)[], choice = 1) {
  let next = 0;
  return (call: ScriptedCall) => {
    if (isChoice(call)) return JSON.stringify({ reason: 'It is right.', choice });
    return answers[next++ % answers.length]!;
  };
}

async function endOf(certainty: Certainty, answer: (call: ScriptedCall) => string | Error) {
  const { orchestrator, provider } = orchestrate({ answer, settings: { maxAttempts: 1 } });
  const run = orchestrator.start({
    ...ONCE,
    plan: aPlan([aTask('count', { certainty }), aTask('tell', { dependsOn: ['count'] })]),
  });
  const result = await run.result;
  const events = await Array.fromAsync(run.events());
  await orchestrator.close();
  return { result, events, calls: provider.calls };
}

function endOfTask(events: readonly RunEvent[], id: string) {
  return events.findLast((event) => 'taskId' in event && event.taskId === id)?.type;
}

describe('a task that needs certainty', () => {
  it('has the answer that most tries give, whoever gave it first', async () => {
    const { calls } = await endOf(VOTE, inTurn(['four', 'Five', 'five ', 'told']));
    expect(calls).toHaveLength(4);
    expect(textOf(calls[3]!)).toContain('<result task="count">\nFive\n</result>');
  });

  it('is done when one try is, and fails only with all of them', async () => {
    const some = await endOf(VOTE, inTurn([new Error('gone'), new Error('gone'), 'five', 'told']));
    expect(some.result).toMatchObject({ status: 'done', output: ['told'] });
    const none = await endOf(VOTE, () => new Error('gone'));
    expect(none.result).toMatchObject({ status: 'failed' });
    expect(endOfTask(none.events, 'tell')).toBe('task:skipped');
  });

  it('has the answer that a judge takes', async () => {
    const { calls, events } = await endOf(BEST, inTurn(['four', 'five', 'six', 'told'], 2));
    const choice = calls.find(isChoice)!;
    expect(textOf(choice)).toContain('<answer number="2">\nfive\n</answer>');
    expect(textOf(calls.at(-1)!)).toContain('<result task="count">\nfive\n</result>');
    expect(endOfTask(events, 'count.best')).toBe('task:done');
  });

  it('asks no judge when all tries agree', async () => {
    const { calls, events } = await endOf(BEST, inTurn(['five', 'Five', ' five']));
    expect(calls.filter(isChoice)).toEqual([]);
    expect(endOfTask(events, 'count.best')).toBe('task:cancelled');
  });

  it('goes by the most frequent answer when its judge fails', async () => {
    const work = inTurn(['four', 'five', 'five', 'told']);
    const { calls } = await endOf(BEST, (call) => (isChoice(call) ? 'What?' : work(call)));
    expect(textOf(calls.at(-1)!)).toContain('\nfive\n');
  });

  it('may be a map: every piece is tried and decided by itself, and counts once', async () => {
    const tries = new Map<string, number>();
    const answer = (call: ScriptedCall) => {
      const piece = /<piece[^>]*>\n(\w+)/.exec(textOf(call))?.[1] ?? '';
      tries.set(piece, (tries.get(piece) ?? 0) + 1);
      return tries.get(piece) === 1 ? 'wrong' : piece.toUpperCase();
    };
    const { orchestrator, provider } = orchestrate({ answer });
    const plan = aPlan([aMap('shout', { certainty: VOTE })]);
    const result = await orchestrator.start({ ...ONCE, input: ['one', 'two'], plan }).result;
    expect(result).toMatchObject({ status: 'done', output: ['ONE', 'TWO'] });
    expect(provider.calls).toHaveLength(6);
    await orchestrator.close();
  });

  it('is asked of one model, or of several when the plan mixes them', async () => {
    const providers = ['one', 'two', 'three'].map((id) => scriptedProvider({ id }));
    const orchestrator = createOrchestrator({
      planner: { provider: 'one', model: 'thinker' },
      providers,
      accounts: providers.map(({ id }) => ({ id, provider: id, apiKey: 'sk' })),
      transport: memoryTransport(),
    });
    const countsFor = async (certainty: Certainty) => {
      const before = providers.map(({ calls }) => calls.length);
      await orchestrator.start({ ...ONCE, plan: aPlan([aTask('count', { certainty })]) }).result;
      return providers.map(({ calls }, index) => calls.length - before[index]!);
    };
    expect((await countsFor(VOTE)).toSorted((a, b) => a - b)).toEqual([0, 0, 3]);
    expect(await countsFor({ ...VOTE, mix: true })).toEqual([1, 1, 1]);
    await orchestrator.close();
  });
});
