import type { Json, Message, MessagePart } from '@manyhands/core';
import type OpenAI from 'openai';

type ChatMessage = OpenAI.Chat.ChatCompletionMessageParam;
type Part<Type extends MessagePart['type']> = Extract<MessagePart, { type: Type }>;

/** @param returnsReasoning DeepSeek wants the reasoning back that led to tool calls. */
export function toMessages(messages: readonly Message[], returnsReasoning: boolean): ChatMessage[] {
  return messages.flatMap(({ role, content }): ChatMessage[] => {
    const parts: readonly MessagePart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    if (role === 'assistant') return [toAssistantMessage(parts, returnsReasoning)];
    const results = only(parts, 'tool-result').map(toToolMessage);
    return role === 'tool' ? results : [...results, ...toUserMessages(parts)];
  });
}

function toAssistantMessage(parts: readonly MessagePart[], returnsReasoning: boolean): ChatMessage {
  const calls = only(parts, 'tool-call').map((call) => ({
    id: call.id,
    type: 'function' as const,
    function: { name: call.name, arguments: JSON.stringify(call.input) },
  }));
  const text = joinText(only(parts, 'text'));
  const reasoning = joinText(only(parts, 'reasoning'));
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(returnsReasoning && calls.length > 0 && reasoning !== '' ? { reasoning_content: reasoning } : {}),
  };
}

function toToolMessage({ id, output, isError }: Part<'tool-result'>): ChatMessage {
  // There is no flag for a failed tool in this format, so the content says it.
  return { role: 'tool', tool_call_id: id, content: toText(isError === true ? { error: output } : output) };
}

function toUserMessages(parts: readonly MessagePart[]): ChatMessage[] {
  const content = parts.flatMap((part): OpenAI.Chat.ChatCompletionContentPart[] => {
    if (part.type === 'text') return [{ type: 'text', text: part.text }];
    return part.type === 'image' ? [{ type: 'image_url', image_url: { url: toImageUrl(part) } }] : [];
  });
  if (content.length === 0) return [];
  // Plain strings are understood by every server; lists of parts are not.
  if (content.every(({ type }) => type === 'text')) {
    return [{ role: 'user', content: joinText(only(parts, 'text')) }];
  }
  return [{ role: 'user', content }];
}

function toImageUrl({ url, data, mediaType }: Part<'image'>): string {
  return data === undefined ? (url ?? '') : `data:${mediaType};base64,${data}`;
}

function only<Type extends MessagePart['type']>(parts: readonly MessagePart[], type: Type): Part<Type>[] {
  return parts.filter((part): part is Part<Type> => part.type === type);
}

function joinText(parts: readonly { readonly text: string }[]): string {
  return parts.map(({ text }) => text).join('\n');
}

function toText(output: Json): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}
