import type { Prompt } from '../../domain/chat.ts';

/** The same question, with the answer that was wrong and what was wrong with it. */
export function toRepairPrompt(prompt: Prompt, answer: string, reason: string): Prompt {
  const complaint = `Your answer cannot be used: ${reason}\nAnswer again, completely, in the form that was asked for.`;
  return {
    ...prompt,
    messages: [
      ...prompt.messages,
      ...(answer.trim() === '' ? [] : [{ role: 'assistant' as const, content: answer }]),
      { role: 'user', content: complaint },
    ],
  };
}
