import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { estimateTokenCount } from 'tokenx';
import type { BenchTask } from './case.ts';

/** What the estimate takes for one token and is one; for one and is more; for more and is fewer. */
const EXACT = ' apple';
const LONGER = ' qzxvkwpj';
const SHORTER = ' internationally';

const gainOf = (word: string) => countTokens(word) - estimateTokenCount(word);

/** A text of about so many tokens, which the estimate takes for `tokens ÷ factor`. */
export function toText(tokens: number, factor: number): string {
  const off = tokens - Math.round(tokens / factor);
  const word = off > 0 ? LONGER : SHORTER;
  const words = off === 0 ? 0 : Math.round(off / gainOf(word));
  const rest = Math.max(0, tokens - words * countTokens(word));
  return (word.repeat(words) + EXACT.repeat(rest)).trim();
}

/** A task, with what a contender's estimate makes of its text. */
export function toTask(text: string): BenchTask {
  return { text, estimatedTokens: estimateTokenCount(text) };
}

/** The same numbers every time, evenly spread from 0 to 1. */
export function createSpread(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
