import type { Prompt } from '../reading/read-prompt.ts';
import { readSections } from '../reading/sections.ts';

/** The goal as the prompt quotes it, `<goal>…</goal>` or `Goal: …`; else all that was said. */
export function readGoal({ whole, instruction }: Prompt): string {
  const quoted = readSections(whole, 'goal')[0]?.text;
  return quoted ?? /^\s*(?:the )?goal\s*:\s*(.+)$/im.exec(whole)?.[1] ?? instruction;
}
