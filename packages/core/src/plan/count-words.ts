let segmenter: Intl.Segmenter | undefined;

/** Words of a text in any script: those without spaces between words are counted, too. */
export function countWords(text: string): number {
  // Its tables load when a text first needs them.
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  let count = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike === true) count += 1;
  return count;
}
