import type { ChatResponse, FinishReason, Json, LimitObservation, ToolCallPart, Usage } from '@manyhands/core';
import type { Anthropic } from '@anthropic-ai/sdk';
import { toSignature } from '../wire/signature.ts';

/** Marks the data of thinking that Anthropic encrypted whole, among the signatures. */
export const REDACTED = 'redacted:';

/** The part of a message that is read; a stream collects the same. */
export type ReceivedMessage = Pick<Anthropic.Message, 'model' | 'content' | 'stop_reason' | 'usage'>;

export function fromResponse(message: ReceivedMessage, limits: readonly LimitObservation[]): ChatResponse {
  return {
    model: message.model,
    text: message.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    toolCalls: message.content.flatMap((block) => (block.type === 'tool_use' ? [fromToolUse(block)] : [])),
    reasoning: message.content.flatMap(fromThinking),
    usage: fromUsage(message.usage),
    finishReason: fromStopReason(message.stop_reason),
    limits: [...limits],
  };
}

export function fromToolUse({ id, name, input }: Pick<Anthropic.ToolUseBlock, 'id' | 'name' | 'input'>): ToolCallPart {
  return { type: 'tool-call', id, name, input: input as Json };
}

function fromThinking(block: Anthropic.ContentBlock): ChatResponse['reasoning'] {
  if (block.type === 'thinking') {
    return [{ type: 'reasoning', text: block.thinking, signature: toSignature('anthropic', block.signature) }];
  }
  if (block.type !== 'redacted_thinking') return [];
  return [{ type: 'reasoning', text: '', signature: toSignature('anthropic', REDACTED + block.data) }];
}

/** Anthropic counts uncached input, cache writes and cache reads apart. */
function fromUsage(usage: Anthropic.Usage): Usage {
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0;
  const cachedInputTokens = usage.cache_read_input_tokens ?? 0;
  return {
    inputTokens: usage.input_tokens + cacheWriteTokens + cachedInputTokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens,
    cacheWriteTokens,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? 0,
  };
}

function fromStopReason(reason: Anthropic.StopReason | null): FinishReason {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool-calls';
    case 'refusal':
      return 'content-filter';
    default:
      return 'other';
  }
}
