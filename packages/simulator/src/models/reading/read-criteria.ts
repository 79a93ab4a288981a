import { readSections } from './sections.ts';

export interface ReadCriterion {
  readonly id: string;
  readonly text: string;
}

/** `<criterion id="…">…</criterion>`, or the lines of `<criteria>`, with or without an id before a colon. */
export function readCriteria(prompt: string): readonly ReadCriterion[] {
  const quoted = readSections(prompt, 'criterion');
  if (quoted.length > 0)
    return quoted.map(({ attributes, text }, index) => ({ id: attributes['id'] ?? String(index), text }));
  const lines = readSections(prompt, 'criteria').flatMap(({ text }) => text.split('\n'));
  return lines
    .map((line) => /^\s*[-*]?\s*(?:\[?([\w-]+)\]?\s*[:.)]\s+)?(.+)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, id, text = ''], index) => ({ id: id ?? String(index), text }));
}
