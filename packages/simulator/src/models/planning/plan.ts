import type { Json, JsonObject } from '../../json.ts';
import { readCriteria } from '../reading/read-criteria.ts';
import type { Prompt } from '../reading/read-prompt.ts';
import { readGoal } from './read-goal.ts';
import { readMissingPieces } from './read-missing-pieces.ts';
import { fitOutput } from './fit-output.ts';
import { readWants, type Want } from './read-wants.ts';

export function isPlan(properties: JsonObject): boolean {
  return 'tasks' in properties && 'merge' in properties;
}

/** One map task that reads what the goal wants of every piece, and a merge field by field. */
export function plan(prompt: Prompt): Json {
  const wants = fitOutput(readWants(readGoal(prompt)), prompt);
  return {
    tasks: [toTask(wants, prompt)],
    merge: {
      strategy: 'fields',
      instruction: null,
      fields: wants.map(({ field, merged: { name, by, instruction } }) => ({
        name,
        from: `read.${field.name}`,
        by,
        instruction,
      })),
    },
  };
}

function toTask(wants: readonly Want[], prompt: Prompt): Json {
  const hasInput = !/\b(?:no input|0 pieces|no pieces)\b|pieces="0"/i.test(prompt.whole);
  return {
    id: 'read',
    title: 'Read every piece',
    kind: hasInput ? 'map' : 'single',
    prompt: toInstruction(wants),
    dependsOn: [],
    pieces: hasInput ? readMissingPieces(prompt).map((index) => ({ from: index, to: index })) : [],
    route: null,
    fields: wants.map(({ field }) => field),
    expectedOutputTokens: 60 + 60 * wants.length,
    uses: [],
    serves: readCriteria(prompt.whole).map(({ id }) => id),
    extras: null,
  };
}

function toInstruction(wants: readonly Want[]): string {
  const asked = wants.map(({ field }) => `- ${field.name}: ${field.description}`);
  return ['Read the piece and give, from its text alone:', ...asked].join('\n');
}
