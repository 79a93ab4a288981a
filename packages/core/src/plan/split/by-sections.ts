import { sliceAtHeadings, type Line } from './at-headings.ts';
import { chapterTitleOf } from './by-chapters.ts';
import type { Slice } from './slice.ts';

const MARKDOWN = /^#{1,6}\s+(?<title>.+?)\s*#*$/;
const PARAGRAPH_SIGN = /^§+\s*\S/u;
const MAX_TITLE_LENGTH = 80;
const MAX_TITLE_WORDS = 12;
/** A title begins with a capital or a number and does not end as a sentence or a list item does. */
const TITLE = /^(?:\p{Lu}|\p{Lo}|\d).*[^.!?,;:…。！？，；：]$/u;

/**
 * Cuts where a section begins: a chapter, a markdown heading, a `§`, or a short title on a line of its own. One slice when
 * there are none.
 */
export function sliceBySections(text: string): readonly Slice[] {
  return sliceAtHeadings(text, titleOf);
}

function titleOf(line: Line): string | undefined {
  const known = MARKDOWN.exec(line.text)?.groups?.['title'] ?? chapterTitleOf(line);
  if (known !== undefined) return known;
  const isTitle = (PARAGRAPH_SIGN.test(line.text) && line.isAfterBlank) || isPlainTitle(line);
  return isTitle ? line.text.slice(0, MAX_TITLE_LENGTH) : undefined;
}

function isPlainTitle({ text, isAfterBlank, isBeforeBlank }: Line): boolean {
  return (
    isAfterBlank &&
    isBeforeBlank &&
    text.length <= MAX_TITLE_LENGTH &&
    text.split(/\s+/).length <= MAX_TITLE_WORDS &&
    TITLE.test(text)
  );
}
