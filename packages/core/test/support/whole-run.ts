// A run with everything in it: questions, a streamed plan, pieces, a model's merge, a judge, and a round of repair.
import { memoryTransport } from '@manyhands/adapter-memory';
import {
  createOrchestrator,
  memoryStore,
  type Check,
  type GoalInput,
  type OnClarify,
  type RunEvent,
  type Store,
  type Transport,
} from '../../src/index.ts';
import { scriptedProvider, type ScriptedCall } from '../../src/testing/index.ts';
import { textOf } from './orchestrate.ts';
import { aField, aMap, aPlan, aTask } from './plans.ts';

export const PIECES = ['a b', 'c', 'd e f'];
const PLAN = aPlan([aMap('count', { fields: [aField('words')] }), aTask('title', { dependsOn: ['count'] })], {
  strategy: 'fields',
  instruction: null,
  fields: [
    { name: 'total', from: 'count.words', by: 'sum', instruction: null },
    { name: 'title', from: 'title', by: 'reduce', instruction: 'One line.' },
  ],
});

/** A model that plans, counts, merges and judges; of "c" it knows the count only when it is told that it was wrong. */
export function answerAtOnce(call: ScriptedCall): string {
  const text = textOf(call);
  const asked = call.request.output?.name;
  if (asked === 'clarification') return JSON.stringify({ questions: [QUESTION] });
  if (asked === 'plan') return JSON.stringify(PLAN);
  if (asked === 'judgement') return JSON.stringify({ criteria: [MET], missing: [] });
  const piece = PIECES.find((each) => text.includes(`\n${each}\n</piece>`));
  if (piece === undefined) return 'A title';
  return JSON.stringify({ words: piece === 'c' && !text.includes('found wanting') ? 0 : piece.split(' ').length });
}

const QUESTION = { id: 'q', question: 'Which words?', why: 'It matters.', assumption: 'All.' };
const MET = { criterionId: 'good', isMet: true, reason: 'It is.', taskIds: ['title'] };
const onClarify: OnClarify = () => ({ q: 'Every one.' });
const checkTotal: Check = ({ output }) => {
  const isMet = (output as { total?: number } | null)?.total === 6;
  return { isMet, missing: isMet ? [] : [{ piece: 1, reason: 'It is wrong.' }] };
};
export const GOAL: GoalInput = {
  goal: 'Count the words.',
  input: PIECES,
  onClarify,
  criteria: [
    { id: 'good', text: 'It is good.' },
    { id: 'total', text: 'The total is 6.', check: checkTotal },
  ],
};

/** A process with a memory of its own; only the store is shared. */
export function startProcess(
  store: Store,
  answer: (call: ScriptedCall) => string | Promise<string> = answerAtOnce,
  transport: Transport = memoryTransport(),
  worker = true,
) {
  const provider = scriptedProvider({ id: 'one', answer });
  const orchestrator = createOrchestrator({
    planner: { provider: 'one', model: 'thinker' },
    providers: [provider],
    accounts: [{ id: 'a', provider: 'one', apiKey: 'sk-secret' }],
    transport,
    store,
    worker,
    settings: { retryPauseMs: 1, maxAttempts: 1 },
  });
  return { orchestrator, provider };
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise<void>((resolve) => void setImmediate(resolve));
}

export async function logOf(store: Store, runId: string): Promise<readonly RunEvent[]> {
  return Array.fromAsync(store.read(runId));
}

export async function runUndisturbed() {
  const store = memoryStore();
  const { orchestrator, provider } = startProcess(store);
  const run = orchestrator.start(GOAL);
  const result = await run.result;
  return { result, events: await logOf(store, run.id), calls: provider.calls.length };
}
