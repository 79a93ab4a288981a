import type { Ask } from '../ask.ts';
import type { Reply, ReplyToolCall } from '../reply.ts';

const FINISH_REASONS = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
} as const;

export type WriteUsage = (reply: Reply) => object;

export function toFinishReason(reply: Reply): string {
  return FINISH_REASONS[reply.finish];
}

export function toToolCall({ id, name, input }: ReplyToolCall): object {
  return { id: `call_${id}`, type: 'function', function: { name, arguments: JSON.stringify(input) } };
}

/** A `chat.completion`. @param showsReasoning the vendor returns the reasoning's text. */
export function writeChatReply(reply: Reply, ask: Ask, writeUsage: WriteUsage, showsReasoning: boolean): object {
  return {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion',
    created: Math.floor(reply.createdAt / 1000),
    model: ask.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: reply.toolCalls.length > 0 && reply.text === '' ? null : reply.text,
          ...(showsReasoning && reply.reasoning !== '' ? { reasoning_content: reply.reasoning } : {}),
          ...(reply.toolCalls.length > 0 ? { tool_calls: reply.toolCalls.map(toToolCall) } : {}),
        },
        logprobs: null,
        finish_reason: toFinishReason(reply),
      },
    ],
    usage: writeUsage(reply),
  };
}
