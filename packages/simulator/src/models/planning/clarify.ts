import type { Json, JsonObject } from '../../json.ts';
import type { Prompt } from '../reading/read-prompt.ts';
import { readGoal } from './read-goal.ts';

/** A goal of fewer words leaves open what is to be made of the input. */
const CLEAR_WORDS = 4;

export function isClarification(properties: JsonObject): boolean {
  return 'questions' in properties;
}

/** What a goal leaves unclear: nothing, unless it hardly says anything. */
export function clarify(prompt: Prompt): Json {
  const words = readGoal(prompt).match(/\p{L}+/gu) ?? [];
  if (words.length >= CLEAR_WORDS) return { questions: [] };
  return {
    questions: [
      {
        id: 'result',
        question: 'What should the result say of the input?',
        why: 'The goal does not say which facts are wanted.',
        assumption: 'A summary of every piece and one of the whole.',
      },
    ],
  };
}
