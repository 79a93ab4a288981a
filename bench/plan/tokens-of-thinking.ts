// What the planner and the merger read and write as the input grows: a map task is written once, and code merges for nothing.
import type { RunEvent } from '@manyhands/core';
import { printAtMost, printMeasure } from '../measure/print-measure.ts';
import { createTimed, textOf } from './timed-model.ts';

const SIZES = [10, 100, 1_000];
const PLAN = {
  tasks: [
    {
      id: 'read',
      title: 'Read',
      kind: 'map',
      prompt: 'Count the whales and say in a sentence what happens.',
      dependsOn: [],
      pieces: [],
      route: null,
      fields: [
        { name: 'whales', type: 'number', description: 'How many.' },
        { name: 'event', type: 'string', description: 'A sentence.' },
      ],
      expectedOutputTokens: 40,
      uses: [],
      serves: [],
      extras: null,
    },
  ],
  merge: {
    strategy: 'fields',
    instruction: null,
    fields: [
      { name: 'whales', from: 'read.whales', by: 'sum', instruction: null },
      { name: 'story', from: 'read.event', by: 'reduce', instruction: 'Tell the story.' },
    ],
  },
};

const THINKING = new Set(['clarify', 'plan', 'evaluate']);

async function tokensAt(pieces: number): Promise<{ readonly planner: number; readonly merger: number }> {
  const orchestrator = createTimed((call) => {
    const asked = call.request.output?.name;
    if (asked === 'clarification') return { text: '{"questions":[]}', firstTokenMs: 0 };
    if (asked === 'plan') return { text: JSON.stringify(PLAN), firstTokenMs: 0 };
    if (asked !== undefined)
      return { text: '{"whales":1,"event":"The whale comes up, and goes down again."}', firstTokenMs: 0 };
    return { text: textOf(call).slice(0, 200), firstTokenMs: 0 };
  });
  const input = Array.from({ length: pieces }, (_, index) => `Chapter ${index}. ${'The sea is wide. '.repeat(40)}`);
  const run = orchestrator.start({ goal: 'Tell of the whales.', input, judge: false });
  const { status } = await run.result;
  if (status !== 'done') throw new Error(`The run ended as ${status}.`);
  const kinds = new Map<string, string>();
  const tokens = { planner: 0, merger: 0 };
  for await (const event of run.events()) {
    if (event.type === 'task:added') kinds.set(event.task.id, event.task.kind);
    if (event.type === 'task:done') count(event, kinds.get(event.taskId)!, tokens);
  }
  await orchestrator.close();
  return tokens;
}

function count(
  { usage }: Extract<RunEvent, { type: 'task:done' }>,
  kind: string,
  tokens: { planner: number; merger: number },
) {
  const used = usage.inputTokens + usage.outputTokens;
  if (THINKING.has(kind)) tokens.planner += used;
  if (kind === 'merge') tokens.merger += used;
}

export async function tokensOfThinking(): Promise<void> {
  const planner: number[] = [];
  for (const pieces of SIZES) {
    const tokens = await tokensAt(pieces);
    planner.push(tokens.planner);
    const named = { bench: 'plan', case: `${pieces} pieces` };
    printMeasure({ ...named, measure: 'tokens of the planner', value: tokens.planner, unit: 'tokens' });
    printMeasure({
      ...named,
      measure: 'tokens of the merger per piece',
      value: tokens.merger / pieces,
      unit: 'tokens',
    });
  }
  const [first, last] = [planner[0]!, planner.at(-1)!];
  const named = { bench: 'plan', case: `${SIZES.at(-1)} ÷ ${SIZES[0]} pieces` };
  printAtMost({ ...named, measure: 'growth of the tokens of the planner', value: last / first, unit: 'ratio' }, 1.05);
}
