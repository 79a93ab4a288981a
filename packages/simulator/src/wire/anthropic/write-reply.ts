import type { Ask } from '../ask.ts';
import type { Reply } from '../reply.ts';

const STOP_REASONS = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
} as const;

export function toStopReason(reply: Reply): string {
  return STOP_REASONS[reply.finish];
}

/** A proof of the reasoning that has to be sent back as it is. */
export function toSignature(reply: Reply): string {
  return Buffer.from(`simulated-${reply.id}`).toString('base64');
}

export function writeMessageUsage({ usage }: Reply): object {
  return {
    input_tokens: usage.inputTokens - usage.cachedInputTokens - usage.cacheWriteTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cachedInputTokens,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWriteTokens, ephemeral_1h_input_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: usage.reasoningTokens },
    service_tier: 'standard',
  };
}

export function writeMessage(reply: Reply, ask: Ask): object {
  return {
    id: `msg_${reply.id}`,
    type: 'message',
    role: 'assistant',
    model: ask.model,
    content: [
      ...(reply.reasoning === ''
        ? []
        : [{ type: 'thinking', thinking: reply.reasoning, signature: toSignature(reply) }]),
      ...(reply.text === '' ? [] : [{ type: 'text', text: reply.text, citations: null }]),
      ...reply.toolCalls.map(({ id, name, input }) => ({ type: 'tool_use', id: `toolu_${id}`, name, input })),
    ],
    stop_reason: toStopReason(reply),
    stop_sequence: null,
    usage: writeMessageUsage(reply),
  };
}
