const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });
const COMMON = new Set(
  'the a an and or but if of to in on at by for with from as is are was were be been it its this that these those he she they them his her their him you your i me my we us our not no so than then there here who whom which what when where how all any some one had has have do did does would could should will shall may might must can upon into out up down over now very more most such like too also only own same other each every much many'.split(
    ' ',
  ),
);
const MIN_WORDS = 6;
const MAX_WORDS = 60;

export function splitSentences(text: string): readonly string[] {
  const prose = text.replace(/\s+/g, ' ').trim();
  return Array.from(SEGMENTER.segment(prose), ({ segment }) => segment.trim()).filter((sentence) => sentence !== '');
}

export interface SummaryLength {
  readonly maxSentences: number;
  readonly maxWords: number;
}

/** The sentences that say most of what the text is about, in their own words and order. */
export function extractSummary(text: string, { maxSentences, maxWords }: SummaryLength): string {
  const sentences = splitSentences(text);
  const weights = weighWords(sentences);
  const ranked = sentences
    .map((sentence, index) => ({ sentence, index, words: countAll(sentence), score: score(sentence, weights) }))
    .filter(({ words }) => words >= MIN_WORDS && words <= MAX_WORDS)
    .sort((a, b) => b.score - a.score || a.index - b.index);

  const chosen: typeof ranked = [];
  const seen = new Set<string>();
  let words = 0;
  for (const candidate of ranked) {
    if (chosen.length >= maxSentences) break;
    if (words + candidate.words > maxWords || seen.has(candidate.sentence)) continue;
    chosen.push(candidate);
    seen.add(candidate.sentence);
    words += candidate.words;
  }
  if (chosen.length === 0) return sentences.join(' ').split(' ').slice(0, maxWords).join(' ');
  return chosen
    .sort((a, b) => a.index - b.index)
    .map(({ sentence }) => sentence)
    .join(' ');
}

function toWords(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}[\p{L}’'-]*/gu) ?? [];
}

function countAll(sentence: string): number {
  return sentence.split(' ').length;
}

function weighWords(sentences: readonly string[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const word of sentences.flatMap(toWords)) {
    if (!COMMON.has(word)) weights.set(word, (weights.get(word) ?? 0) + 1);
  }
  return weights;
}

/** The mean weight of the words that carry meaning; long sentences win nothing by their length. */
function score(sentence: string, weights: ReadonlyMap<string, number>): number {
  const words = toWords(sentence).filter((word) => weights.has(word));
  if (words.length === 0) return 0;
  return words.reduce((sum, word) => sum + Math.log1p(weights.get(word) ?? 0), 0) / Math.sqrt(words.length + 8);
}
