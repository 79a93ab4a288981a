import type { Slice } from './slice.ts';

/** Where a text may be cut, the best first. The cut is after the match. */
const BOUNDARIES = [/\n[ \t\r]*\n\s*/gu, /[.!?…]["'”’)\]]*\s+|[。！？]["”’」』）]*\s*/gu, /\n\s*/gu, /\s+/gu] as const;

/** Made when a text first needs it: its tables take milliseconds to load. */
let words: Intl.Segmenter | undefined;

/**
 * Cuts into slices of at most about `tokens` tokens, at the end of a paragraph where one ends in the second half of the
 * slice, else of a sentence, a line or a word. A word is never cut, however long.
 */
export function sliceByTokens(
  text: string,
  tokens: number,
  estimateTokens: (text: string) => number,
): readonly Slice[] {
  const size = Math.max(1, Math.floor((tokens * text.length) / Math.max(1, estimateTokens(text))));
  const slices: Slice[] = [];
  for (let start = 0; start < text.length;) {
    const end = text.length - start <= size ? text.length : findCut(text, start, size);
    slices.push({ text: text.slice(start, end) });
    start = end;
  }
  return slices;
}

function findCut(text: string, start: number, size: number): number {
  const window = text.slice(start, start + size);
  const half = Math.floor(size / 2);
  for (const boundary of BOUNDARIES) {
    const cut = lastEnd(window, boundary);
    if (cut > half) return start + cut;
  }
  const cut = lastEnd(window, /\s+/gu);
  return cut > 0 ? start + cut : cutUnspaced(text, start, window);
}

function lastEnd(window: string, boundary: RegExp): number {
  let end = 0;
  for (const match of window.matchAll(boundary)) end = match.index + match[0].length;
  return end;
}

/** Scripts without spaces are cut between words, too; a single long word is kept whole. */
function cutUnspaced(text: string, start: number, window: string): number {
  words ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const last = words.segment(window).containing(window.length - 1);
  if (last !== undefined && last.index > 0) return start + last.index;
  const space = /\s+/gu;
  space.lastIndex = start;
  return space.exec(text) === null ? text.length : space.lastIndex;
}
