import { type LimitObservation, ProviderError, type StreamPart } from '@manyhands/core';
import type OpenAI from 'openai';
import { type RawToolCall, type ReasoningFields, reasoningOf, toResponse } from './from-response.ts';

type Chunk = OpenAI.ChatCompletionChunk;
type Choice = OpenAI.ChatCompletionChunk.Choice;
type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & ReasoningFields;

/** @throws ProviderError `network` when the stream ends without a finish reason: it was cut. */
export async function* readStream(
  provider: string,
  chunks: AsyncIterable<Chunk>,
  limits: readonly LimitObservation[],
): AsyncGenerator<StreamPart, void, undefined> {
  const answer = createAnswer();
  for await (const chunk of chunks) yield* answer.add(chunk);
  const whole = answer.end();
  if (whole === undefined) {
    const message = `The stream of ${provider} ended in the middle of the answer. It can be tried again.`;
    throw new ProviderError(message, { kind: 'network', provider });
  }
  const response = toResponse(provider, whole, limits);
  for (const call of response.toolCalls) yield { type: 'tool-call', call };
  yield { type: 'finish', response };
}

/** Puts the chunks together. */
function createAnswer() {
  const state = { model: '', text: '', reasoning: '', refusal: '' };
  const calls = new Map<number, RawToolCall>();
  let finishReason: string | undefined;
  let usage: Chunk['usage'];

  function* add(chunk: Chunk): Generator<StreamPart> {
    state.model ||= chunk.model ?? '';
    usage = chunk.usage ?? usage;
    // The chunk with the usage has no choice; some gateways send chunks without the list.
    const choice = (chunk.choices as Choice[] | undefined)?.[0];
    finishReason = choice?.finish_reason ?? finishReason;
    const delta: Delta | undefined = choice?.delta;
    if (delta == null) return;
    state.refusal += delta.refusal ?? '';
    delta.tool_calls?.forEach(addCall);
    yield* addText(delta);
  }

  function* addText(delta: Delta): Generator<StreamPart> {
    const reasoning = reasoningOf(delta);
    const text = delta.content ?? '';
    state.reasoning += reasoning;
    state.text += text;
    if (reasoning !== '') yield { type: 'reasoning', text: reasoning };
    if (text !== '') yield { type: 'text', text };
  }

  /** A call's id and name come first, its arguments in parts. */
  function addCall(part: OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall): void {
    const known = calls.get(part.index) ?? { id: '', name: '', arguments: '' };
    calls.set(part.index, {
      id: known.id || (part.id ?? ''),
      name: known.name || (part.function?.name ?? ''),
      arguments: known.arguments + (part.function?.arguments ?? ''),
    });
  }

  function end() {
    return finishReason === undefined ? undefined : { ...state, calls: [...calls.values()], finishReason, usage };
  }

  return { add, end };
}
