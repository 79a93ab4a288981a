import type { Prompt } from '../domain/chat.ts';
import type { MergeCase } from '../defaults/prompts/merge.ts';
import type { Prompts } from '../defaults/prompts/prompts.ts';

const DEFAULT_INSTRUCTION = 'Combine these results into one text that serves the goal.';

export interface ToMerge extends Omit<MergeCase, 'instruction'> {
  readonly instruction: string | null;
}

export function toMergePrompt({ instruction, ...rest }: ToMerge, prompts: Prompts): Prompt {
  const { system, user } = prompts.merge({ ...rest, instruction: instruction?.trim() || DEFAULT_INSTRUCTION });
  return { system, messages: [{ role: 'user', content: user }] };
}
