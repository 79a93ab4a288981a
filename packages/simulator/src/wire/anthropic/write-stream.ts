import type { Ask } from '../ask.ts';
import type { Reply } from '../reply.ts';
import { toChunks, toFrame } from '../sse.ts';
import type { StreamFrame } from '../wire.ts';
import { toSignature, toStopReason, writeMessage, writeMessageUsage } from './write-reply.ts';

interface StreamBlock {
  readonly start: object;
  readonly deltas: readonly { readonly delta: object; readonly characters: number }[];
}

/** `message_start`, each block with its start, deltas and stop, `message_delta`, `message_stop`. */
export function writeMessageStream(reply: Reply, ask: Ask): readonly StreamFrame[] {
  const blocks = toBlocks(reply);
  const total = blocks.flatMap(({ deltas }) => deltas).reduce((sum, { characters }) => sum + characters, 0) || 1;
  const usage = writeMessageUsage(reply);
  const message = {
    ...writeMessage(reply, ask),
    content: [],
    stop_reason: null,
    usage: { ...usage, output_tokens: 1 },
  };
  const delta = { stop_reason: toStopReason(reply), stop_sequence: null };
  return [
    toEvent({ type: 'message_start', message }),
    toEvent({ type: 'ping' }),
    ...blocks.flatMap((block, index) => toBlockEvents(block, index, total)),
    toEvent({ type: 'message_delta', delta, usage }),
    toEvent({ type: 'message_stop' }),
  ];
}

function toEvent(data: { readonly type: string; readonly [key: string]: unknown }, share = 0): StreamFrame {
  return toFrame(data, share, data.type);
}

function toBlockEvents({ start, deltas }: StreamBlock, index: number, total: number): readonly StreamFrame[] {
  return [
    toEvent({ type: 'content_block_start', index, content_block: start }),
    ...deltas.map(({ delta, characters }) =>
      toEvent({ type: 'content_block_delta', index, delta }, characters / total),
    ),
    toEvent({ type: 'content_block_stop', index }),
  ];
}

function toBlocks(reply: Reply): readonly StreamBlock[] {
  const blocks: StreamBlock[] = [];
  if (reply.reasoning !== '') blocks.push(toThinkingBlock(reply));
  if (reply.text !== '') {
    blocks.push({
      start: { type: 'text', text: '' },
      deltas: toChunks(reply.text).map((text) => ({ delta: { type: 'text_delta', text }, characters: text.length })),
    });
  }
  for (const { id, name, input } of reply.toolCalls) {
    blocks.push({
      start: { type: 'tool_use', id: `toolu_${id}`, name, input: {} },
      deltas: toChunks(JSON.stringify(input)).map((part) => ({
        delta: { type: 'input_json_delta', partial_json: part },
        characters: part.length,
      })),
    });
  }
  return blocks;
}

function toThinkingBlock(reply: Reply): StreamBlock {
  const texts = toChunks(reply.reasoning).map((thinking) => ({
    delta: { type: 'thinking_delta', thinking },
    characters: thinking.length,
  }));
  const signature = { delta: { type: 'signature_delta', signature: toSignature(reply) }, characters: 0 };
  return { start: { type: 'thinking', thinking: '', signature: '' }, deltas: [...texts, signature] };
}
