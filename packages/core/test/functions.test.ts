import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createOrchestrator, defineFunction, memoryStore, type AppFunction, type GoalInput } from '../src/index.ts';
import { memoryTransport } from '@manyhands/adapter-memory';
import { scriptedProvider } from '../src/testing/index.ts';
import { textOf } from './support/orchestrate.ts';
import { aField, aMap, aPlan, aTask } from './support/plans.ts';

const countWords = defineFunction({
  name: 'count_words',
  description: 'Counts words.',
  input: z.object({ text: z.string(), extra: z.number().optional() }),
  output: z.object({ words: z.number(), text: z.string() }),
  run: ({ text, extra = 0 }) => ({ words: text.split(' ').length + extra, text }),
});
const PLAN = aPlan(
  [
    aMap('count', {
      fields: [aField('words')],
      call: {
        name: 'count_words',
        arguments: [
          { name: 'text', from: 'piece', value: null },
          { name: 'extra', from: null, value: '10' },
        ],
      },
    }),
    aTask('say', { dependsOn: ['count'] }),
  ],
  {
    strategy: 'fields',
    instruction: null,
    fields: [
      { name: 'total', from: 'count.words', by: 'sum', instruction: null },
      { name: 'said', from: 'say', by: 'concat', instruction: null },
    ],
  },
);
const GOAL: GoalInput = { goal: 'Count.', input: ['a b', 'c d e'], judge: false };

function withFunctions(functions: readonly AppFunction[], options: { store?: ReturnType<typeof memoryStore> } = {}) {
  const provider = scriptedProvider({
    id: 'one',
    answer: (call) => (call.request.output?.name === 'plan' ? JSON.stringify(PLAN) : textOf(call)),
  });
  const orchestrator = createOrchestrator({
    planner: { provider: 'one', model: 'thinker' },
    providers: [provider],
    accounts: [{ id: 'a', provider: 'one', apiKey: 'sk-secret' }],
    transport: memoryTransport(),
    functions,
    settings: { retryPauseMs: 1 },
    ...options,
  });
  return { orchestrator, provider };
}

/** A plan of one function task. */
function calling(name: string): GoalInput {
  return { ...GOAL, plan: aPlan([aTask('act', { call: { name, arguments: [] } })]), budget: { maxRounds: 1 } };
}

function acting(facts: Partial<AppFunction>): AppFunction {
  return { name: 'act', description: 'Acts.', input: z.object({}), output: z.string(), run: () => 'done', ...facts };
}

describe('a function of the app', () => {
  it('does tasks that the planner plans for it, beside models, and is no call of a model', async () => {
    const { orchestrator, provider } = withFunctions([countWords]);
    const run = orchestrator.start(GOAL);
    const { status, output, calls } = await run.result;
    expect(status).toBe('done');
    expect(output).toMatchObject({ total: 25, said: expect.stringContaining('{"words":12}') as string });
    expect(textOf(provider.calls.find((call) => call.request.output?.name === 'plan')!)).toContain('"count_words"');
    expect(calls).toBe(provider.calls.length);
    const types = (await Array.fromAsync(run.events())).filter(
      (event) => 'taskId' in event && event.taskId === 'count#1',
    );
    expect(types.map(({ type }) => type)).toEqual(['task:queued', 'task:started', 'task:done']);
    await orchestrator.close();
  });

  it('that fails is tried again, as often as a model', async () => {
    let tries = 0;
    const keys = new Set<string>();
    const act = acting({
      run: (_, { idempotencyKey }) => {
        keys.add(idempotencyKey);
        if (++tries < 3) throw new Error('Not yet.');
        return 'done';
      },
    });
    const { orchestrator } = withFunctions([act]);
    expect((await orchestrator.start(calling('act')).result).output).toEqual(['done']);
    expect({ tries, keys: keys.size }).toEqual({ tries: 3, keys: 1 });
    await orchestrator.close();
  });

  it.each([
    ['with side effects runs once, although it fails', { hasSideEffects: true }, 1],
    ['with side effects that is idempotent is tried again', { hasSideEffects: true, isIdempotent: true }, 4],
  ])('%s', async (_, facts, expected) => {
    let tries = 0;
    const run = () => {
      tries += 1;
      throw new Error('Perhaps it was sent.');
    };
    const { orchestrator } = withFunctions([acting({ ...facts, run })]);
    const { status, missing } = await orchestrator.start(calling('act')).result;
    expect({ status, tries }).toEqual({ status: 'failed', tries: expected });
    expect(missing[0]?.reason).toContain('Perhaps it was sent.');
    await orchestrator.close();
  });

  it('is not given what its input does not allow, nor believed when it gives something else', async () => {
    const odd = acting({ run: () => 7 });
    const { orchestrator } = withFunctions([odd]);
    const { missing } = await orchestrator.start(calling('act')).result;
    expect(missing[0]?.reason).toContain('something else than its output');
    await orchestrator.close();
  });

  it('ends when its run is cancelled, or its time is up, whether it listens or not', async () => {
    const signals: AbortSignal[] = [];
    const deaf = acting({
      run(_, { signal }) {
        signals.push(signal);
        return new Promise<string>(() => {});
      },
    });
    const first = withFunctions([deaf]);
    const run = first.orchestrator.start(calling('act'));
    await expect.poll(() => signals).toHaveLength(1);
    run.cancel();
    expect((await run.result).status).toBe('cancelled');
    expect(signals[0]?.aborted).toBe(true);
    await first.orchestrator.close();

    const second = withFunctions([{ ...deaf, timeoutMs: 5, hasSideEffects: true }]);
    expect((await second.orchestrator.start(calling('act')).result).missing[0]?.reason).toContain('timeout');
    await second.orchestrator.close();
  });

  it.each([
    ['without side effects is called again after a crash', {}, ['done'], 2],
    ['with side effects is not called again after a crash', { hasSideEffects: true }, null, 1],
  ])('%s', async (_, facts, output, expected) => {
    const store = memoryStore();
    let tries = 0;
    const act = acting({ ...facts, run: () => (++tries === 1 ? new Promise<string>(() => {}) : 'done') });
    const { id } = withFunctions([act], { store }).orchestrator.start(calling('act'));
    await expect.poll(() => tries).toBe(1);

    const second = withFunctions([act], { store });
    const result = await (await second.orchestrator.resume(id)).result;
    expect({ output: result.output, tries }).toEqual({ output, tries: expected });
    await second.orchestrator.close();
  });
});

describe('a plan that calls functions', () => {
  it.each([
    ['one that is not there', { call: { name: 'count', arguments: [] } }, 'there is no function "count"'],
    ['one without what it needs', { call: { name: 'count_words', arguments: [] } }, 'needs the argument "text"'],
    [
      'one with what it does not take',
      { call: { name: 'count_words', arguments: [{ name: 'words', from: null, value: '1' }] } },
      'has no argument "words"',
    ],
    [
      'one with a value that is not JSON',
      { call: { name: 'count_words', arguments: [{ name: 'text', from: null, value: 'a b' }] } },
      'is not JSON',
    ],
    [
      'one with what does not come from a dependency',
      { call: { name: 'count_words', arguments: [{ name: 'text', from: 'read.text', value: null }] } },
      'name that task in "dependsOn"',
    ],
    [
      'one for what it does not give',
      {
        call: { name: 'count_words', arguments: [{ name: 'text', from: null, value: '""' }] },
        fields: [aField('letters')],
      },
      'gives no "letters"',
    ],
  ])('is refused for %s', async (_, facts, message) => {
    const { orchestrator, provider } = withFunctions([countWords]);
    const { failure } = await orchestrator.start({ ...GOAL, plan: aPlan([aTask('a', facts)]) }).result;
    expect(failure?.message).toContain(message);
    expect(provider.calls).toHaveLength(0);
    await orchestrator.close();
  });
});

describe('createOrchestrator refuses a function', () => {
  it.each<[string, unknown, string]>([
    ['without a name', { ...countWords, name: 'count words' }, 'functions[0].name'],
    ['without a description', { ...countWords, description: ' ' }, 'functions[0].description'],
    ['whose input is no schema', { ...countWords, input: {} }, 'functions[0].input'],
    ['that takes no object', { ...countWords, input: z.string() }, 'functions[0].input'],
    ['that is none', { ...countWords, run: 'x' }, 'functions[0].run'],
  ])('%s', (_, fn, path) => {
    expect(() => withFunctions([fn as AppFunction])).toThrow(expect.objectContaining({ path }) as Error);
  });

  it('of a name that another has', () => {
    expect(() => withFunctions([countWords, countWords])).toThrow('has the name "count_words" already');
  });
});
