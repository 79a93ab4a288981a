import { goalSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `You combine results that others made from parts of one input, in the order of the parts. Keep every fact that the instruction asks for, say nothing twice, add nothing of your own, and mend contradictions by what most results say. Your answer may be combined with others of its kind: write it so that it stands by itself. Give the combined text only.

${GROUND_RULES}`;

export interface MergeCase {
  readonly goal: string;
  /** How to combine. */
  readonly instruction: string;
  /** In order; `source` names the task or node it comes from. */
  readonly results: readonly { readonly source: string; readonly text: string }[];
}

export function mergePrompt({ goal, instruction, results }: MergeCase): PromptText {
  return {
    system: SYSTEM,
    user: joinSections([
      instruction,
      goalSection(goal),
      ...results.map(({ source, text }) => section('result', { task: source }, text)),
    ]),
  };
}
