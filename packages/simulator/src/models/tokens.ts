import { countTokens as countO200k } from 'gpt-tokenizer/encoding/o200k_base';
import { LRUCache } from 'lru-cache';
import type { Ask } from '../wire/ask.ts';

/** What roles and separators add to each message, as OpenAI counts it. */
const TOKENS_PER_MESSAGE = 4;
/** OpenAI's count of a low-detail image; others differ. */
const TOKENS_PER_IMAGE = 85;

const known = new LRUCache<string, number>({
  max: 2000,
  maxSize: 32_000_000,
  sizeCalculation: (_count, text) => text.length + 1,
});

/** Tokens in OpenAI's encoding o200k_base, which stands for every vendor's own here. A text is counted once. */
export function countTokens(text: string): number {
  const counted = known.get(text);
  if (counted !== undefined) return counted;
  const count = text === '' ? 0 : countO200k(text, { disallowedSpecial: new Set() });
  known.set(text, count);
  return count;
}

export function countInput(ask: Ask): number {
  const texts = [ask.system, ...ask.messages.map(({ text }) => text)].filter((text) => text !== '');
  const schemas = [...(ask.schema ? [ask.schema] : []), ...ask.tools].map((schema) => JSON.stringify(schema));
  const perText = [...texts, ...schemas].reduce((sum, text) => sum + countTokens(text) + TOKENS_PER_MESSAGE, 0);
  return perText + ask.images * TOKENS_PER_IMAGE;
}
