import type { Message, MessagePart } from '@manyhands/core';
import type { Anthropic } from '@anthropic-ai/sdk';
import { fromSignature } from '../wire/signature.ts';
import { REDACTED } from './from-response.ts';

/** Tool results travel in a user message; Anthropic joins messages of one role that follow each other. */
export function toMessages(messages: readonly Message[]): Anthropic.MessageParam[] {
  return messages
    .map(({ role, content }): Anthropic.MessageParam => ({
      role: role === 'assistant' ? 'assistant' : 'user',
      content: typeof content === 'string' ? content : content.flatMap(toBlocks),
    }))
    .filter(({ content }) => content.length > 0);
}

function toBlocks(part: MessagePart): Anthropic.ContentBlockParam[] {
  switch (part.type) {
    case 'text':
      // Empty text blocks are refused.
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'image':
      return [{ type: 'image', source: toSource(part) }];
    case 'tool-call':
      return [{ type: 'tool_use', id: part.id, name: part.name, input: part.input }];
    case 'tool-result':
      return [toToolResult(part)];
    case 'reasoning':
      return toThinking(part);
  }
}

function toSource({
  mediaType,
  data,
  url,
}: Extract<MessagePart, { type: 'image' }>): Anthropic.ImageBlockParam['source'] {
  if (data === undefined) return { type: 'url', url: url ?? '' };
  return { type: 'base64', media_type: mediaType as Anthropic.Base64ImageSource['media_type'], data };
}

function toToolResult({
  id,
  output,
  isError,
}: Extract<MessagePart, { type: 'tool-result' }>): Anthropic.ToolResultBlockParam {
  return {
    type: 'tool_result',
    tool_use_id: id,
    content: typeof output === 'string' ? output : JSON.stringify(output),
    ...(isError === undefined ? {} : { is_error: isError }),
  };
}

/** Thinking is taken back only with Anthropic's own signature. */
function toThinking({
  text,
  signature: stored,
}: Extract<MessagePart, { type: 'reasoning' }>): Anthropic.ContentBlockParam[] {
  const signature = fromSignature('anthropic', stored);
  if (signature === undefined) return [];
  if (signature.startsWith(REDACTED)) return [{ type: 'redacted_thinking', data: signature.slice(REDACTED.length) }];
  return [{ type: 'thinking', thinking: text, signature }];
}
