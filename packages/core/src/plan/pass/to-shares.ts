import { estimateTokens } from '../../defaults/estimate-tokens.ts';
import { toParts } from '../../run/to-parts.ts';
import type { Result } from './find-results.ts';

/** Results that are made shorter together, by one call. */
export interface Share {
  /** Ids of the tasks they come from: the first, and the last if it is another. */
  readonly sources: string;
  readonly text: string;
  /** What may be left of it. */
  readonly tokens: number;
}

/** However large a window is: of more, models leave out more. */
const MAX_SHARE_TOKENS = 12_000;

/** Results in order, cut and gathered into shares that fit a call; together they are to become no longer than `budget` tokens. */
export function toShares(results: readonly Result[], budget: number, maxTokens = MAX_SHARE_TOKENS): readonly Share[] {
  const parts = results.flatMap(({ taskId, output }) =>
    toParts(toText(output), maxTokens).map((text) => ({ taskId, text, tokens: estimateTokens(text) })),
  );
  const groups: (typeof parts)[] = [];
  let size = Infinity;
  for (const part of parts) {
    if (size + part.tokens > maxTokens) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(part);
    size += part.tokens;
  }
  const all = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  return groups.map((group) => {
    const own = group.reduce((sum, { tokens }) => sum + tokens, 0);
    const [first, last] = [group[0]!.taskId, group.at(-1)!.taskId];
    return {
      sources: first === last ? first : `${first} to ${last}`,
      text: group.map(({ text }) => text).join('\n\n'),
      tokens: Math.max(1, Math.floor((budget * own) / all)),
    };
  });
}

export function toText(output: Result['output']): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}
