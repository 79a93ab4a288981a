import type { ChatRequest } from '@manyhands/core';
import type { ChatBody } from '../openai-compatible/vendor.ts';

/** Thinking is switched by a field of its own, on by default: api-docs.deepseek.com/guides/thinking_mode. */
export function adaptBody(body: ChatBody, { reasoning }: ChatRequest): ChatBody {
  if (reasoning === undefined) return body;
  const { reasoning_effort: effort, ...rest } = body;
  return reasoning === 'none'
    ? { ...rest, thinking: { type: 'disabled' } }
    : { ...rest, thinking: { type: 'enabled' }, ...(effort === undefined ? {} : { reasoning_effort: effort }) };
}
