import type { Message, MessagePart } from '@manyhands/core';
import type { Content, Part } from '@google/genai';
import { fromSignature } from '../wire/signature.ts';

/** Said by Google to be sent with a call of a tool that another vendor's model made. */
const NO_SIGNATURE = 'skip_thought_signature_validator';

/** All answers to one turn's tool calls have to stand in one content: messages of one role that follow each other are joined. */
export function toContents(messages: readonly Message[]): Content[] {
  const contents: { role: string; parts: Part[] }[] = [];
  for (const { role, content } of messages) {
    const parts = typeof content === 'string' ? [{ text: content }] : content.flatMap(toParts);
    const geminiRole = role === 'assistant' ? 'model' : 'user';
    const last = contents.at(-1);
    if (parts.length === 0) continue;
    if (last?.role === geminiRole) last.parts.push(...parts);
    else contents.push({ role: geminiRole, parts });
  }
  return contents;
}

function toParts(part: MessagePart): Part[] {
  switch (part.type) {
    case 'text':
      return [{ text: part.text }];
    case 'image':
      return [toImage(part)];
    case 'tool-call':
      return [toFunctionCall(part)];
    case 'tool-result':
      return [toFunctionResponse(part)];
    case 'reasoning':
      return toThought(part);
  }
}

function toImage({ mediaType, data, url }: Extract<MessagePart, { type: 'image' }>): Part {
  if (data !== undefined) return { inlineData: { mimeType: mediaType, data } };
  return { fileData: { mimeType: mediaType, fileUri: url ?? '' } };
}

function toFunctionCall({ id, name, input, signature: stored }: Extract<MessagePart, { type: 'tool-call' }>): Part {
  const own = fromSignature('gemini', stored);
  const signature = own ?? (stored === undefined ? undefined : NO_SIGNATURE);
  return {
    functionCall: { id, name, args: input as Record<string, unknown> },
    ...(signature === undefined ? {} : { thoughtSignature: signature }),
  };
}

function toFunctionResponse({ id, name, output, isError }: Extract<MessagePart, { type: 'tool-result' }>): Part {
  return { functionResponse: { id, name, response: isError === true ? { error: output } : { output } } };
}

/** A summary of thoughts says nothing to the model; what it takes back is its signature. */
function toThought({ text, signature: stored }: Extract<MessagePart, { type: 'reasoning' }>): Part[] {
  const signature = fromSignature('gemini', stored);
  if (signature === undefined) return [];
  return [{ text, ...(text === '' ? {} : { thought: true }), thoughtSignature: signature }];
}
