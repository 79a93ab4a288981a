import type { ChatRequest } from '@manyhands/core';
import type { ChatBody } from '../openai-compatible/vendor.ts';

/** Models that think unless told otherwise: alibabacloud.com/help/en/model-studio/deep-thinking. */
const THINKS_BY_DEFAULT = /^(qwen3-\d|qwen3\.[5-9]|qwq|qvq)|thinking/;
const THINKS_ALWAYS = /^(qwq|qvq)|thinking/;

/** Thinking is switched by a field of its own, and has no efforts. JSON mode is refused while a model thinks. */
export function adaptBody(body: ChatBody, request: ChatRequest): ChatBody {
  const { reasoning_effort: _effort, response_format: format, ...rest } = body;
  const isLeftAlone = request.reasoning === undefined || THINKS_ALWAYS.test(request.model);
  return {
    ...rest,
    ...(isLeftAlone ? {} : { enable_thinking: request.reasoning !== 'none' }),
    ...(format === undefined || thinks(request) ? {} : { response_format: format }),
  };
}

/** Qwen3 refuses to think on a call that is not streamed. */
export function thinks({ model, reasoning }: ChatRequest): boolean {
  if (THINKS_ALWAYS.test(model)) return true;
  return reasoning === undefined ? THINKS_BY_DEFAULT.test(model) : reasoning !== 'none';
}
