import type { SummaryLength } from './sentences.ts';

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  a: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
};
const WORDS = /(\d[\d,.]*)(?:\s*(?:-|–|to)\s*(\d[\d,.]*))?[\s-]+words?\b/i;
const SENTENCES =
  /\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)(?:\s*(?:-|–|to|or)\s*(\d+|two|three|four|five|six|seven|eight|nine|ten))?[\s-]+sentences?\b/i;

/** The length an instruction asks for (`in at most 300 words`, `one or two sentences`), else the default. */
export function readSummaryLength(instruction: string, otherwise: SummaryLength): SummaryLength {
  const words = WORDS.exec(instruction);
  const sentences = SENTENCES.exec(instruction);
  if (words === null && sentences === null) return otherwise;
  return {
    maxWords: words === null ? Math.max(otherwise.maxWords, 400) : toNumber(words[2] ?? words[1]),
    maxSentences: sentences === null ? Infinity : toNumber(sentences[2] ?? sentences[1]),
  };
}

function toNumber(text = ''): number {
  return NUMBERS[text.toLowerCase()] ?? Number(text.replace(/\D/g, ''));
}
