import { goalSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `You combine results that others made from parts of one input, in the order of the parts. Keep every fact that the instruction asks for, say nothing twice, and add nothing of your own. Where results contradict one another, say what most of them say, and directly behind it name the conflict, once, in this form: {{conflict: one says A [[its task]]; another says B [[its task]]}}. Your answer may be combined with others of its kind: write it so that it stands by itself. Give the combined text only.

${GROUND_RULES}`;

export interface MergeCase {
  readonly goal: string;
  /** How to combine. */
  readonly instruction: string;
  /** Every statement has to say which result it comes from. */
  readonly cites: boolean;
  /** In order; `source` names the task or node it comes from. */
  readonly results: readonly { readonly source: string; readonly text: string }[];
}

const CITE =
  'Behind every statement name the results it comes from, each as [[its task]]. Marks of this form that stand in a result already are kept: they name the sources, the result that holds them does not.';
const KEEP = 'Marks of the form [[task]] and {{conflict: …}} that stand in a result are kept where they belong.';

export function mergePrompt({ goal, instruction, results, cites }: MergeCase): PromptText {
  return {
    system: SYSTEM,
    user: joinSections([
      instruction,
      goalSection(goal),
      cites ? CITE : KEEP,
      ...results.map(({ source, text }) => section('result', { task: source }, text)),
    ]),
  };
}
