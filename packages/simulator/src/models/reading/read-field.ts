import { isJsonObject, type Json, parseJson } from '../../json.ts';
import { countWords, readCountedWords, readQuotedWords } from './count-words.ts';
import { findNames } from './find-names.ts';
import type { Prompt } from './read-prompt.ts';
import type { Shape } from './schema.ts';
import { extractSummary, splitSentences, type SummaryLength } from './sentences.ts';
import { readSummaryLength } from './summary-length.ts';

const PIECE_SUMMARY: SummaryLength = { maxSentences: 2, maxWords: 80 };
const MERGED_SUMMARY: SummaryLength = { maxSentences: 12, maxWords: 300 };
const NAMES = /character|name|people|person|who\b|cast|figure|appear/i;

/** One field of an answer, read from the material by what the field's name and description ask for. */
export function readField(shape: Shape, name: string, prompt: Prompt): Json {
  const asked = `${toWords(name)} ${shape.description}`.trim();
  if (shape.choices !== undefined) return choose(shape.choices, prompt.text);
  switch (shape.type) {
    case 'number':
    case 'integer':
      return readNumber(asked, name, prompt);
    case 'boolean':
      return readBoolean(asked, prompt);
    case 'array':
      return readList(asked, name, prompt);
    default:
      return readText(asked, prompt);
  }
}

/** `whaleCount`, `whale_count` → `whale count`. */
function toWords(name: string): string {
  return name
    .replace(/_/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
}

function readNumber(asked: string, name: string, prompt: Prompt): number {
  const partial = fromResults(prompt, name).filter((value) => typeof value === 'number');
  if (partial.length > 0) return partial.reduce((sum, value) => sum + value, 0);
  const words = readCountedWords(asked);
  if (words.length > 0) return countWords(prompt.text, words);
  if (/\bsentences?\b/i.test(asked)) return splitSentences(prompt.text).length;
  if (/\bwords?\b/i.test(asked)) return prompt.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (NAMES.test(asked)) return findNames(prompt.text).length;
  return countWords(prompt.text, [asked.split(' ')[0] ?? '']);
}

function readBoolean(asked: string, { text }: Prompt): boolean {
  const words = readQuotedWords(asked);
  if (words.length > 0) return countWords(text, words) > 0;
  const content = asked
    .split(/\W+/)
    .filter((word) => word.length > 4 && !/^(whether|piece|mentions?|contains?|about|there|appears?)$/.test(word));
  return content.some((word) => countWords(text, [word]) > 0);
}

function readList(asked: string, name: string, prompt: Prompt): Json {
  const partial = fromResults(prompt, name).flatMap((value) =>
    Array.isArray(value) ? (value as readonly Json[]) : [],
  );
  if (partial.length > 0) return [...new Set(partial)];
  if (NAMES.test(asked)) return findNames(prompt.text);
  const words = readQuotedWords(asked);
  if (words.length > 0) return words.filter((word) => countWords(prompt.text, [word]) > 0);
  return splitSentences(extractSummary(prompt.text, { maxSentences: 5, maxWords: 200 }));
}

function readText(asked: string, prompt: Prompt): string {
  const usual = prompt.results.length > 0 ? MERGED_SUMMARY : PIECE_SUMMARY;
  return extractSummary(prompt.text, readSummaryLength(asked, usual));
}

/** What earlier answers, quoted as results, have under the same name. */
function fromResults({ results }: Prompt, name: string): readonly Json[] {
  return results.flatMap(({ text }) => {
    const value = parseJson(text);
    return isJsonObject(value) && value[name] !== undefined ? [value[name]] : [];
  });
}

/** The choice that the text mentions most; the first when it mentions none. */
function choose(choices: readonly Json[], text: string): Json {
  const mentions = choices.map((choice) => (typeof choice === 'string' ? countWords(text, [choice]) : 0));
  return choices[mentions.indexOf(Math.max(...mentions))] ?? null;
}
