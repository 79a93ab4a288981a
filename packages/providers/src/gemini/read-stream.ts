import type { StreamPart, ToolCallPart } from '@manyhands/core';
import type { Part } from '@google/genai';
import { fromFunctionCall, fromResponse, readPiece, type Received, type WireResponse } from './from-response.ts';

const NOTHING: Received = {
  parts: [],
  finishReason: undefined,
  blockReason: undefined,
  usage: undefined,
  model: undefined,
};

/** Each piece is a whole response with a part of the text. @throws TypeError when none says why the answer ended. */
export async function* readStream(provider: string, pieces: AsyncIterable<WireResponse>): AsyncGenerator<StreamPart> {
  const parts: Part[] = [];
  const calls: ToolCallPart[] = [];
  let last = NOTHING;
  for await (const response of pieces) {
    const piece = readPiece(response);
    last = merge(last, piece);
    for (const part of piece.parts) {
      parts.push(part);
      for (const told of toStreamParts(part)) {
        if (told.type === 'tool-call') calls.push(told.call);
        yield told;
      }
    }
  }
  yield { type: 'finish', response: fromResponse(provider, { ...last, parts }, calls) };
}

/** What a later piece says holds; what it leaves out stays. */
function merge(before: Received, piece: Received): Received {
  return {
    parts: [],
    finishReason: piece.finishReason ?? before.finishReason,
    blockReason: piece.blockReason ?? before.blockReason,
    usage: piece.usage === undefined ? before.usage : { ...before.usage, ...piece.usage },
    model: piece.model ?? before.model,
  };
}

function toStreamParts(part: Part): StreamPart[] {
  const calls = fromFunctionCall(part).map((call): StreamPart => ({ type: 'tool-call', call }));
  if (part.text === undefined || part.text === '') return calls;
  return [{ type: part.thought === true ? 'reasoning' : 'text', text: part.text }, ...calls];
}
