import { sliceAtHeadings, type Line } from './at-headings.ts';
import type { Slice } from './slice.ts';

const WORD = 'chapter|chapitre|kapitel|cap[ií]tulo|capitolo|hoofdstuk|глава';
const UNITS = 'one|two|three|four|five|six|seven|eight|nine';
const TENS = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety';
const TEENS = 'ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen';
const ORDINAL = `the\\s+(?:first|last)|${TEENS}|(?:${TENS})(?:[\\s-](?:${UNITS}))?|${UNITS}`;

/** `CHAPTER 12. Loomings`, `Chapter One`, `Kapitel IV: …`: a number, then nothing or a title set off from it. */
const CHAPTER = new RegExp(`^(?:${WORD})\\s+(?:\\d+|[ivxlcdm]+|${ORDINAL})(?:\\s*$|\\s*[.:,–—-]\\s*.*$)`, 'iu');
const CHINESE = /^第\s*[\d〇零一二三四五六七八九十百千]+\s*[章回](?:\s|$|[:：])/u;
const MARKDOWN = /^#\s+(?<title>.+?)\s*#*$/;
/** Longer lines are sentences that begin with the word. */
const MAX_LENGTH = 120;

/** Cuts where a chapter begins. One slice when there are none. */
export function sliceByChapters(text: string): readonly Slice[] {
  return sliceAtHeadings(text, chapterTitleOf);
}

/** The title, when the line begins a chapter. */
export function chapterTitleOf({ text, isAfterBlank }: Line): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const isChapter = isAfterBlank && (CHAPTER.test(text) || CHINESE.test(text));
  return isChapter ? text : MARKDOWN.exec(text)?.groups?.['title'];
}
