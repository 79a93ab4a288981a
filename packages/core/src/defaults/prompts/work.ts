import type { Json } from '../../domain/json.ts';
import type { Piece } from '../../domain/piece.ts';
import type { Answer } from '../../domain/plan.ts';
import { answersSection, goalSection } from './case.ts';
import { GROUND_RULES, joinSections, section, type PromptText } from './section.ts';

const SYSTEM = `You do one task of a larger work. Others do the rest: do this task only, completely, from the material given here. Give the answer itself, without a preface or remarks on how you made it.

${GROUND_RULES}`;

export interface WorkCase {
  readonly instruction: string;
  readonly goal: string;
  readonly answers: readonly Answer[];
  readonly piece?: Piece;
  /** Of the tasks it depends on, in order. */
  readonly results: readonly { readonly taskId: string; readonly output: Json }[];
}

/** What all pieces share comes first: vendors bill a common beginning of prompts at a lower price. */
export function workPrompt({ instruction, goal, answers, piece, results }: WorkCase): PromptText {
  return {
    system: SYSTEM,
    user: joinSections([
      instruction,
      goalSection(goal),
      answersSection(answers),
      piece && section('piece', { index: piece.index, title: piece.title }, toText(piece.content)),
      ...results.map(({ taskId, output }) => section('result', { task: taskId }, toText(output))),
    ]),
  };
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
