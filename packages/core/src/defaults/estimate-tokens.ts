import { estimateTokenCount } from 'tokenx';

/**
 * Tokens of a text, about: within some per cent for prose, without a tokenizer's tables. The balancer corrects what is left by
 * what vendors report.
 */
export function estimateTokens(text: string): number {
  return text === '' ? 0 : Math.max(1, estimateTokenCount(text));
}
