import type { ChatRequest, ReasoningEffort } from '@manyhands/core';
import type { ChatBody } from '../openai-compatible/vendor.ts';

type Effort = NonNullable<ChatBody['reasoning_effort']>;

const IS_CHAT = /^gpt-5(\.\d+)?-chat/;
const IS_REASONING = /^(o\d|gpt-[5-9])/;
/** Models that cannot do without reasoning: their least instead. Later ones know `none`. */
const LEAST_EFFORT: readonly (readonly [RegExp, Effort])[] = [
  [/^o\d/, 'low'],
  [/^gpt-5(-|$)/, 'minimal'],
];

/**
 * Models that reason count reasoning into `max_completion_tokens` and refuse `max_tokens`, and while they reason also
 * `temperature` and `stop`: these are left out, so that one request can go to any model of a route.
 * Source: platform.openai.com/docs/guides/reasoning and /latest-model.
 */
export function adaptBody(body: ChatBody, { model, reasoning }: ChatRequest): ChatBody {
  const { max_tokens: maxTokens, reasoning_effort: _asked, temperature, stop, ...rest } = body;
  const effort = reasoning === undefined ? undefined : toEffort(model, reasoning);
  return {
    ...rest,
    ...(maxTokens == null ? {} : { max_completion_tokens: maxTokens }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(temperature == null || reasons(model, effort) ? {} : { temperature }),
    ...(stop == null || reasons(model, effort) ? {} : { stop }),
  };
}

function toEffort(model: string, effort: ReasoningEffort): Effort | undefined {
  if (!mayReason(model)) return undefined;
  return effort === 'none' ? (LEAST_EFFORT.find(([pattern]) => pattern.test(model))?.[1] ?? 'none') : effort;
}

function reasons(model: string, effort: Effort | undefined): boolean {
  return mayReason(model) && effort !== 'none';
}

function mayReason(model: string): boolean {
  return IS_REASONING.test(model) && !IS_CHAT.test(model);
}
