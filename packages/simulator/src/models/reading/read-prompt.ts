import type { Ask } from '../../wire/ask.ts';
import { readSections, type Section, toProse, withoutSections } from './sections.ts';

const MATERIAL = ['piece', 'document', 'text', 'input', 'chapter', 'item'] as const;
const RESULTS = ['result'] as const;

/** A request as a reader sees it: what is asked, and of which material. */
export interface Prompt {
  /** Everything that was said, system prompt included. */
  readonly whole: string;
  /** What was said outside the quoted material. */
  readonly instruction: string;
  readonly pieces: readonly Section[];
  readonly results: readonly Section[];
  /** The material's text: pieces, else results, else the last message as a whole. */
  readonly text: string;
}

export function readPrompt(ask: Ask): Prompt {
  const user = ask.messages.filter(({ role }) => role === 'user').map(({ text }) => text);
  const whole = [ask.system, ...ask.messages.map(({ text }) => text)].join('\n\n');
  const said = user.join('\n\n');
  const pieces = readSections(said, ...MATERIAL);
  const results = readSections(withoutSections(said, ...MATERIAL), ...RESULTS);
  const material = pieces.length > 0 ? pieces : results;
  return {
    whole,
    instruction: withoutSections(whole, ...MATERIAL, ...RESULTS),
    pieces,
    results,
    text: material.length > 0 ? material.map(({ text }) => toProse(text)).join('\n\n') : (user.at(-1) ?? ''),
  };
}
