const QUOTED = /["“„«`]([^"”“»`\n]{1,60})["”“»`]|(?<![\p{L}\p{N}])['‘]([^'’\n]{1,60})['’](?![\p{L}\p{N}])/gu;
const COUNTED = /\b(?:how (?:often|many times)|times|occurrences?|mentions?|frequency|count)\b/i;
const NAMED =
  /\b(?:the )?words? ([\p{L}-]+)|(?:occurrences|mentions|count|frequency|number) of (?:the )?([\p{L}-]+)|how (?:often|many times) (?:the )?([\p{L}-]+)/iu;
const NOT_A_WORD =
  /^(words?|the|a|an|is|it|of|times|occurrences|mentions|each|this|that|characters|people|sentences)$/i;

/** The words that a description puts in quotes: `how often "whale" or "whales" occurs`. */
export function readQuotedWords(description: string): readonly string[] {
  const words = [...description.matchAll(QUOTED)].map(([, double, single]) => (double ?? single ?? '').trim());
  return [...new Set(words.filter((word) => /\p{L}/u.test(word)).map((word) => word.toLowerCase()))];
}

/** The words a field is to count: those quoted, else the one that is named; empty when it counts no words. */
export function readCountedWords(description: string): readonly string[] {
  const quoted = readQuotedWords(description);
  if (quoted.length > 0) return quoted;
  if (!COUNTED.test(description) && !/\bnumber of\b/i.test(description)) return [];
  const named = NAMED.exec(description);
  const word = named?.[1] ?? named?.[2] ?? named?.[3];
  return word === undefined || NOT_A_WORD.test(word) ? [] : [word.toLowerCase()];
}

/** How often any of the words stands in the text as a whole word, in any letter case; each place counts once. */
export function countWords(text: string, words: readonly string[]): number {
  if (words.length === 0) return 0;
  const longestFirst = [...words].sort((a, b) => b.length - a.length).map(escape);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
  return text.match(pattern)?.length ?? 0;
}

function escape(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
}
