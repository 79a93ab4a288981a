import type { Ask, AskMessage } from '../ask.ts';
import { UnreadableRequest } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { type Block, type MessagesRequest, messagesRequestSchema } from './request-schema.ts';

export function readMessagesAsk(body: unknown): Ask {
  const request = readBody(messagesRequestSchema, body);
  checkThinking(request);
  const format = request.output_config?.format ?? request.output_format ?? undefined;
  return {
    model: request.model,
    system: toText(request.system ?? ''),
    messages: request.messages.map(toAskMessage),
    images: request.messages.flatMap(({ content }) => toBlocks(content)).filter(({ type }) => type === 'image').length,
    tools: (request.tools ?? []).map(({ name, description, input_schema: schema }) => ({
      name,
      description: description ?? '',
      schema: schema ?? { type: 'object', properties: {} },
    })),
    toolChoice: toToolChoice(request),
    schema: format?.schema,
    isJson: format !== undefined,
    maxOutputTokens: request.max_tokens,
    stop: request.stop_sequences ?? [],
    isStream: request.stream ?? false,
    streamsUsage: true,
    reasons: request.thinking != null && request.thinking.type !== 'disabled',
    cachePrefix: toCachePrefix(request),
  };
}

function checkThinking({ thinking, tool_choice: choice, max_tokens: max }: MessagesRequest): void {
  if (thinking?.type !== 'enabled') return;
  if (choice?.type === 'tool' || choice?.type === 'any') {
    throw new UnreadableRequest('Thinking may not be enabled when tool_choice forces tool use.');
  }
  if ((thinking.budget_tokens ?? 0) >= max) {
    throw new UnreadableRequest('`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
}

function toToolChoice({ tool_choice: choice }: MessagesRequest): Ask['toolChoice'] {
  if (choice?.type === 'any') return 'required';
  if (choice?.type === 'none') return 'none';
  return choice?.type === 'tool' && choice.name !== undefined ? { name: choice.name } : 'auto';
}

function toAskMessage({ role, content }: MessagesRequest['messages'][number]): AskMessage {
  const isToolResult = toBlocks(content).some(({ type }) => type === 'tool_result');
  if (isToolResult) return { role: 'tool', text: toText(content) };
  return { role: role === 'assistant' ? 'assistant' : 'user', text: toText(content) };
}

function toBlocks(content: string | readonly Block[]): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function toText(content: string | readonly Block[]): string {
  return toBlocks(content).map(toBlockText).join('\n');
}

function toBlockText(block: Block): string {
  if (block.type === 'tool_use') return `${block.name ?? ''}(${JSON.stringify(block.input)})`;
  if (block.type !== 'tool_result') return block.text ?? '';
  return typeof block.content === 'string' ? block.content : toText((block.content ?? []) as readonly Block[]);
}

/** Everything up to the last block with `cache_control`: Anthropic caches only what is marked. */
function toCachePrefix(request: MessagesRequest): string {
  const blocks = [request.system ?? '', ...request.messages.map(({ content }) => content)].flatMap(toBlocks);
  const last = blocks.findLastIndex(({ cache_control: mark }) => mark != null);
  return blocks
    .slice(0, last + 1)
    .map(toBlockText)
    .join('\n');
}
