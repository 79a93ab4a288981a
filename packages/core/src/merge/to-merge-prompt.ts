import type { Prompt } from '../domain/chat.ts';
import { mergePrompt, type MergeCase } from '../defaults/prompts/merge.ts';

const DEFAULT_INSTRUCTION = 'Combine these results into one text that serves the goal.';

export interface ToMerge extends Omit<MergeCase, 'instruction'> {
  readonly instruction: string | null;
}

export function toMergePrompt({ instruction, ...rest }: ToMerge): Prompt {
  const { system, user } = mergePrompt({ ...rest, instruction: instruction?.trim() || DEFAULT_INSTRUCTION });
  return { system, messages: [{ role: 'user', content: user }] };
}
