import type { Ask, AskMessage } from '../ask.ts';
import { UnreadableRequest } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { type ChatMessage, type ChatRequest, chatRequestSchema } from './request-schema.ts';

/** @param reasons whether the vendor's model thinks on this request. */
export function readChatAsk(body: unknown, reasons: (request: ChatRequest) => boolean): Ask {
  const request = readBody(chatRequestSchema, body);
  checkJsonIsAskedFor(request);
  return {
    model: request.model,
    system: textOf(request.messages.filter(({ role }) => isSystem(role))),
    messages: request.messages.filter(({ role }) => !isSystem(role)).map(toAskMessage),
    images: request.messages.flatMap(({ content }) => (Array.isArray(content) ? content : [])).filter(isImage).length,
    tools: (request.tools ?? []).map(({ function: { name, description, parameters } }) => ({
      name,
      description: description ?? '',
      schema: parameters ?? { type: 'object', properties: {} },
    })),
    toolChoice: typeof request.tool_choice === 'object' ? toNamedTool(request) : (request.tool_choice ?? 'auto'),
    schema: request.response_format?.type === 'json_schema' ? request.response_format.json_schema.schema : undefined,
    isJson: request.response_format != null && request.response_format.type !== 'text',
    maxOutputTokens: request.max_completion_tokens ?? request.max_tokens ?? undefined,
    stop: typeof request.stop === 'string' ? [request.stop] : (request.stop ?? []),
    isStream: request.stream ?? false,
    streamsUsage: request.stream_options?.include_usage ?? false,
    reasons: reasons(request),
  };
}

function toNamedTool({ tool_choice: choice }: ChatRequest): Ask['toolChoice'] {
  return typeof choice === 'object' && choice !== null ? { name: choice.function.name } : 'auto';
}

/** All three vendors refuse `json_object` when no message says that JSON is wanted. */
function checkJsonIsAskedFor(request: ChatRequest): void {
  if (request.response_format?.type !== 'json_object' || /json/i.test(textOf(request.messages))) return;
  throw new UnreadableRequest(
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
    'messages',
  );
}

function toAskMessage(message: ChatMessage): AskMessage {
  const calls = (message.tool_calls ?? []).map((call) => `${call.function.name}(${call.function.arguments})`);
  const role = message.role === 'assistant' || message.role === 'tool' ? message.role : 'user';
  return { role, text: [textOf([message]), ...calls].join('\n').trim() };
}

function textOf(messages: readonly ChatMessage[]): string {
  return messages
    .flatMap(({ content }) => (typeof content === 'string' ? [content] : (content ?? []).map(({ text }) => text ?? '')))
    .join('\n');
}

function isSystem(role: string): boolean {
  return role === 'system' || role === 'developer';
}

function isImage({ type }: { type: string }): boolean {
  return type === 'image_url';
}
