import { goalSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `You make results of earlier work shorter for one task that is to use them. Keep every fact, name and number that this task may need, in the order they stand in, and say from which result each comes where that matters. Leave out the rest. Add nothing. Give the shortened text only.

${GROUND_RULES}`;

/** Words of a language like English in a token. */
const WORDS_PER_TOKEN = 0.7;

export interface SummaryCase {
  readonly goal: string;
  /** Of the task that is to use it. */
  readonly instruction: string;
  readonly sources: string;
  readonly text: string;
  /** It may have at most so many. */
  readonly tokens: number;
}

export function summaryPrompt({ goal, instruction, sources, text, tokens }: SummaryCase): PromptText {
  return {
    system: SYSTEM,
    user: joinSections([
      goalSection(goal),
      section('task', {}, instruction),
      section('result', { task: sources }, text),
      `At most ${Math.max(1, Math.floor(tokens * WORDS_PER_TOKEN))} words.`,
    ]),
  };
}
