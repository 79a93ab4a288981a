import { describe, expect, it } from 'vitest';
import { fromFunctionCall, fromResponse, readPiece, type WireResponse } from './from-response.ts';

const respond = (finishReason: string, parts: readonly object[] = [{ text: 'x' }]) => {
  const received = readPiece({ candidates: [{ content: { parts }, finishReason }] } as unknown as WireResponse);
  return fromResponse('gemini', received, received.parts.flatMap(fromFunctionCall));
};

describe('an answer of Gemini', () => {
  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['PROHIBITED_CONTENT', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'other'],
  ] as const)('that ended with %s finished for %s', (reason, expected) => {
    expect(respond(reason).finishReason).toBe(expected);
  });

  it('gives calls that came without an id each its own', () => {
    const { toolCalls } = respond('STOP', [{ functionCall: { name: 'a' } }, { functionCall: { name: 'a' } }]);
    expect(toolCalls.map(({ input }) => input)).toEqual([{}, {}]);
    expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  it('without an end is no answer', () => {
    expect(() => fromResponse('gemini', readPiece({}), [])).toThrow('cut before its end');
  });
});
