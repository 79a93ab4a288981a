import type { Ask } from '../wire/ask.ts';
import type { Reply } from '../wire/reply.ts';
import type { Draft } from './model.ts';
import type { CachedPrompt } from './prompt-cache.ts';
import { countInput, countTokens } from './tokens.ts';

export interface ReplyContext {
  readonly id: string;
  readonly createdAt: number;
  readonly cached: CachedPrompt;
  /** The model's own bound, beside the request's. */
  readonly maxOutputTokens: number | undefined;
}

/** A draft held to the request: its stop sequences, its length, its reasoning, its usage. */
export function createReply(draft: Draft, ask: Ask, context: ReplyContext): Reply {
  const reasoning = ask.reasons ? toReasoning(ask) : '';
  const reasoningTokens = countTokens(reasoning);
  const toolCalls = (draft.toolCalls ?? []).map(({ name, input }, index) => ({
    id: `${context.id}${index}`,
    name,
    input,
  }));
  const stopped = cutAtStop(draft.text, ask.stop);
  const room = Math.min(ask.maxOutputTokens ?? Infinity, context.maxOutputTokens ?? Infinity) - reasoningTokens;
  const text = cutToTokens(stopped, room);
  const callTokens = toolCalls.reduce((sum, { name, input }) => sum + countTokens(name + JSON.stringify(input)), 0);
  const inputTokens = countInput(ask);
  return {
    id: context.id,
    createdAt: context.createdAt,
    text,
    reasoning,
    toolCalls,
    finish: text.length < stopped.length ? 'length' : toolCalls.length > 0 ? 'tool-calls' : 'stop',
    usage: {
      inputTokens,
      cachedInputTokens: Math.min(inputTokens, context.cached.cachedInputTokens),
      cacheWriteTokens: Math.min(inputTokens, context.cached.cacheWriteTokens),
      outputTokens: Math.max(1, countTokens(text) + callTokens + reasoningTokens),
      reasoningTokens,
    },
  };
}

function cutAtStop(text: string, stop: readonly string[]): string {
  const ends = stop.map((sequence) => text.indexOf(sequence)).filter((index) => index >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
}

/** The longest part, cut between words, that is no longer than `max` tokens. */
function cutToTokens(text: string, max: number): string {
  if (countTokens(text) <= max) return text;
  const words = text.match(/\s*\S+/g) ?? [];
  let fits = 0;
  let tooMany = words.length;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (countTokens(words.slice(0, middle).join('')) <= max) fits = middle;
    else tooMany = middle;
  }
  return words.slice(0, fits).join('');
}

function toReasoning(ask: Ask): string {
  const asked = ask.messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const form = ask.schema === undefined ? 'plain text' : 'an object of the given schema';
  return `The answer should be ${form}. The request opens with: ${asked.slice(0, 160).trim()}. I read the material and answer from it alone.`;
}
