import type { LimitObservation, StreamPart } from '@manyhands/core';
import type { Anthropic } from '@anthropic-ai/sdk';
import { fromResponse, fromToolUse, type ReceivedMessage } from './from-response.ts';

type Event = Anthropic.RawMessageStreamEvent;

/** @throws TypeError when the stream ends before `message_stop`; SyntaxError when a tool's input is not JSON. */
export async function* readStream(
  events: AsyncIterable<Event>,
  limits: readonly LimitObservation[],
): AsyncGenerator<StreamPart> {
  let message: ReceivedMessage | undefined;
  const inputs = new Map<number, string>();
  for await (const event of events) {
    if (event.type === 'message_start') {
      message = { ...event.message, content: [] };
      continue;
    }
    if (message === undefined) continue;
    if (event.type === 'message_delta') message = finishMessage(message, event);
    else if (event.type === 'message_stop' && message.stop_reason !== null) {
      yield { type: 'finish', response: fromResponse(message, limits) };
      return;
    } else yield* readBlock(message.content, inputs, event);
  }
  throw new TypeError('the stream was cut before its end');
}

function finishMessage(message: ReceivedMessage, { delta, usage }: Anthropic.RawMessageDeltaEvent): ReceivedMessage {
  return {
    ...message,
    stop_reason: delta.stop_reason ?? message.stop_reason,
    usage: {
      ...message.usage,
      output_tokens: usage.output_tokens,
      input_tokens: usage.input_tokens ?? message.usage.input_tokens,
      cache_creation_input_tokens: usage.cache_creation_input_tokens ?? message.usage.cache_creation_input_tokens,
      cache_read_input_tokens: usage.cache_read_input_tokens ?? message.usage.cache_read_input_tokens,
      output_tokens_details: usage.output_tokens_details ?? message.usage.output_tokens_details,
    },
  };
}

/** Collects the block's pieces in `content` and tells of each as it comes, of a tool call when it is complete. */
function* readBlock(
  content: Anthropic.ContentBlock[],
  inputs: Map<number, string>,
  event: Event,
): Generator<StreamPart> {
  if (event.type === 'content_block_start') {
    content[event.index] = { ...event.content_block };
  } else if (event.type === 'content_block_delta') {
    yield* readDelta(content[event.index], inputs, event);
  } else if (event.type === 'content_block_stop') {
    const block = content[event.index];
    if (block?.type !== 'tool_use') return;
    const json = inputs.get(event.index) ?? '';
    if (json !== '') block.input = JSON.parse(json) as unknown;
    yield { type: 'tool-call', call: fromToolUse(block) };
  }
}

function* readDelta(
  block: Anthropic.ContentBlock | undefined,
  inputs: Map<number, string>,
  { index, delta }: Anthropic.RawContentBlockDeltaEvent,
): Generator<StreamPart> {
  if (delta.type === 'text_delta' && block?.type === 'text') {
    block.text += delta.text;
    yield { type: 'text', text: delta.text };
  } else if (delta.type === 'thinking_delta' && block?.type === 'thinking') {
    block.thinking += delta.thinking;
    yield { type: 'reasoning', text: delta.thinking };
  } else if (delta.type === 'signature_delta' && block?.type === 'thinking') {
    block.signature += delta.signature;
  } else if (delta.type === 'input_json_delta') {
    inputs.set(index, (inputs.get(index) ?? '') + delta.partial_json);
  }
}
