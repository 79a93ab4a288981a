import type { ChatRequest } from '@manyhands/core';
import { describe, expect, it } from 'vitest';
import { toRequest } from './to-request.ts';

const ask = { messages: [{ role: 'user', content: 'Go' }] } satisfies Partial<ChatRequest>;
const thinkingOf = (model: string, reasoning: ChatRequest['reasoning']) =>
  toRequest({ ...ask, model, reasoning }).generationConfig?.thinkingConfig;

describe('a request to Gemini', () => {
  it('says nothing that was not asked', () => {
    expect(toRequest({ ...ask, model: 'gemini-3.8-flash' })).toEqual({
      model: 'gemini-3.8-flash',
      contents: [{ role: 'user', parts: [{ text: 'Go' }] }],
    });
  });

  it('leaves the choice of tools out where there are none', () => {
    expect(toRequest({ ...ask, model: 'gemini-3.8-flash', toolChoice: 'auto' })).not.toHaveProperty('toolConfig');
  });

  it.each([
    ['gemini-2.5-flash', 'none', { includeThoughts: false, thinkingBudget: 0 }],
    ['gemini-2.5-pro', 'none', { includeThoughts: false, thinkingBudget: 128 }],
    ['gemini-2.5-flash', 'medium', { includeThoughts: true, thinkingBudget: 8192 }],
    ['gemini-3.5-flash', 'none', { includeThoughts: false, thinkingLevel: 'MINIMAL' }],
    ['gemini-3.8-flash', 'none', { includeThoughts: false, thinkingLevel: 'LOW' }],
    ['gemini-flash-latest', 'high', { includeThoughts: true, thinkingLevel: 'HIGH' }],
    ['gemini-3-pro-preview', 'medium', { includeThoughts: true, thinkingLevel: 'HIGH' }],
    ['gemini-3.1-pro-preview', 'medium', { includeThoughts: true, thinkingLevel: 'MEDIUM' }],
    ['gemini-2.0-flash', 'high', undefined],
    ['gemini-3.8-flash', undefined, undefined],
  ] as const)('tells %s to reason (%s) in the form that the model takes', (model, reasoning, expected) => {
    expect(thinkingOf(model, reasoning)).toEqual(expected);
  });
});
