import { hash } from 'node:crypto';
import { joinSections, section } from './section.ts';

const KEY_LENGTH = 8;

/**
 * A section around material of others that might speak to the reader. Its tag ends in a key made of all that stands inside:
 * whoever wrote a part of that cannot know it, and so can neither close the section nor open another.
 */
export interface Sealed {
  /** Name of the tag. */
  readonly tag: string;
  readonly text: string;
}

export function seal(tag: string, parts: readonly (string | undefined)[]): Sealed {
  const text = joinSections(parts);
  const sealed = `${tag}-${hash('sha256', text).slice(0, KEY_LENGTH)}`;
  return { tag: sealed, text: section(sealed, {}, text) };
}

/** Takes the meaning of a tag from whatever looks like one of these in a text, opening or closing. */
export function disarm(text: string, tags: readonly string[]): string {
  return text.replace(new RegExp(String.raw`<(?=/?\s*(?:${tags.join('|')})\b)`, 'gi'), '<\\');
}
