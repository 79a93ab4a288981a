import type { Split } from '../../domain/goal.ts';
import { sliceByChapters } from './by-chapters.ts';
import { sliceBySections } from './by-sections.ts';
import { sliceByTokens } from './by-tokens.ts';
import type { Slice } from './slice.ts';

/** Slices of a text that shows no parts of its own, and the longest text that is not cut at all. */
const DEFAULT_TOKENS = 2_000;
/** A chapter or section of more than one and a half times this is cut into slices of this size. */
const MAX_PART_TOKENS = 30_000;

type EstimateTokens = (text: string) => number;

/** Cuts a text as `split` says; by default at its chapters, else at its sections, else into slices. */
export function splitText(text: string, split: Split | undefined, estimateTokens: EstimateTokens): readonly Slice[] {
  switch (split?.by) {
    case 'chapters':
      return cutLong(sliceByChapters(text), estimateTokens);
    case 'sections':
      return cutLong(sliceBySections(text), estimateTokens);
    case 'tokens':
      return sliceByTokens(text, split.tokens, estimateTokens);
    case 'whole':
      return text === '' ? [] : [{ text }];
    case undefined:
      return splitByItself(text, estimateTokens);
  }
}

function splitByItself(text: string, estimateTokens: EstimateTokens): readonly Slice[] {
  const parts = [sliceByChapters, sliceBySections].map((slice) => slice(text)).find(hasParts);
  return parts === undefined ? sliceByTokens(text, DEFAULT_TOKENS, estimateTokens) : cutLong(parts, estimateTokens);
}

/** At least two that have a heading. */
function hasParts(slices: readonly Slice[]): boolean {
  return slices.filter(({ title }) => title !== undefined).length >= 2;
}

function cutLong(slices: readonly Slice[], estimateTokens: EstimateTokens): readonly Slice[] {
  return slices.flatMap((slice) => {
    if (estimateTokens(slice.text) <= 1.5 * MAX_PART_TOKENS) return [slice];
    return numbered(sliceByTokens(slice.text, MAX_PART_TOKENS, estimateTokens), slice.title);
  });
}

function numbered(parts: readonly Slice[], title: string | undefined): readonly Slice[] {
  if (title === undefined) return parts;
  return parts.map(({ text }, index) => ({ text, title: `${title} (${index + 1}/${parts.length})` }));
}
