import type { Ask } from '../ask.ts';
import type { Reply } from '../reply.ts';
import { toChunks, toFrame } from '../sse.ts';
import type { StreamFrame } from '../wire.ts';
import { toFinishReason, toToolCall, type WriteUsage } from './write-reply.ts';

interface Delta {
  readonly delta: object;
  readonly characters: number;
}

/** Chunks of `chat.completion.chunk`, the finish reason, usage when asked, `[DONE]`. */
export function writeChatStream(
  reply: Reply,
  ask: Ask,
  writeUsage: WriteUsage,
  showsReasoning: boolean,
): readonly StreamFrame[] {
  const head = {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion.chunk',
    created: Math.floor(reply.createdAt / 1000),
    model: ask.model,
  };
  // OpenAI sends `usage: null` in every chunk but the last when usage was asked for.
  const noUsage = ask.streamsUsage ? { usage: null } : {};
  const toChunk = (delta: object, finishReason: string | null): object => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...noUsage,
  });

  const deltas = toDeltas(reply, showsReasoning);
  const total = deltas.reduce((sum, { characters }) => sum + characters, 0) || 1;
  return [
    toFrame(toChunk({ role: 'assistant', content: '' }, null)),
    ...deltas.map(({ delta, characters }) => toFrame(toChunk(delta, null), characters / total)),
    toFrame(toChunk({}, toFinishReason(reply))),
    ...(ask.streamsUsage ? [toFrame({ ...head, choices: [], usage: writeUsage(reply) })] : []),
    toFrame('[DONE]'),
  ];
}

function toDeltas(reply: Reply, showsReasoning: boolean): readonly Delta[] {
  const reasoning = showsReasoning ? toChunks(reply.reasoning) : [];
  return [
    ...reasoning.map((text) => ({ delta: { reasoning_content: text }, characters: text.length })),
    ...toChunks(reply.text).map((text) => ({ delta: { content: text }, characters: text.length })),
    ...reply.toolCalls.flatMap((call, index) => toToolDeltas(toToolCall(call), index)),
  ];
}

/** The call's id and name first, its arguments after them in parts. */
function toToolDeltas(call: object, index: number): readonly Delta[] {
  const { id, function: named } = call as { id: string; function: { name: string; arguments: string } };
  const opening = { index, id, type: 'function', function: { name: named.name, arguments: '' } };
  return [
    { delta: { tool_calls: [opening] }, characters: 1 },
    ...toChunks(named.arguments).map((part) => ({
      delta: { tool_calls: [{ index, function: { arguments: part } }] },
      characters: part.length,
    })),
  ];
}
