import type { Prompt } from '../reading/read-prompt.ts';
import { readSections } from '../reading/sections.ts';

/** In a repair round: the pieces that are said to be missing. Empty: all pieces are to be read. */
export function readMissingPieces({ whole }: Prompt): readonly number[] {
  const sections = readSections(whole, 'missing', 'gaps', 'gap', 'repair');
  const said = sections.map(({ attributes, text }) => `${JSON.stringify(attributes)} ${text}`).join('\n');
  const found = [...said.matchAll(/\bpiece"?\s*[=:#]?\s*"?(\d+)/gi)].map(([, index = '']) => Number(index));
  return [...new Set(found)].sort((a, b) => a - b);
}
