import { setTimeout as sleep } from 'node:timers/promises';
import { memoryTransport } from '@manyhands/adapter-memory';
import { createOrchestrator, type PlanInput } from '@manyhands/core';
import { scriptedProvider, type ScriptedCall } from '@manyhands/core/testing';

export const CHAPTERS = ['Loomings', 'The Carpet-Bag', 'The Spouter-Inn', 'The Counterpane', 'Breakfast'];

const QUESTIONS = [
  { id: 'tone', question: 'Which tone?', why: 'It is a letter.', assumption: 'plain' },
  { id: 'length', question: 'How long?', why: 'It is read aloud.', assumption: 'one page' },
];
const PLAN: PlanInput = {
  tasks: [
    { id: 'read', title: 'Read', kind: 'map', prompt: 'Say what happens.', expectedOutputTokens: 50 },
    { id: 'letter', title: 'Letter', kind: 'single', prompt: 'Write it.', dependsOn: ['read'], uses: ['tone'] },
  ],
  merge: { strategy: 'concat', instruction: null, fields: [] },
};

/** Stands in for a vendor's model, which an app has from `@manyhands/providers`. An answer takes 30 ms. */
async function answer({ request, context }: ScriptedCall): Promise<string> {
  await sleep(30, undefined, { signal: context.signal });
  if (request.output?.name === 'clarification') return JSON.stringify({ questions: QUESTIONS });
  if (request.output?.name === 'plan') return JSON.stringify(PLAN);
  const tone = /Which tone\? (.*)/.exec(JSON.stringify(request.messages))?.[1]?.split('\\n')[0];
  return tone === undefined ? 'It happens.' : `A letter, ${tone}.`;
}

export function createExample() {
  return createOrchestrator({
    planner: { provider: 'scripted', model: 'scripted-model' },
    providers: [
      scriptedProvider({ id: 'scripted', answer, price: { inputUsdPerMillion: 1, outputUsdPerMillion: 10 } }),
    ],
    accounts: [{ id: 'mine', provider: 'scripted', apiKey: 'none', limits: { maxConcurrent: 2 } }],
    transport: memoryTransport(),
  });
}
