import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ChatResponse, FinishReason } from '../../domain/chat.ts';
import type { Field } from '../../domain/plan.ts';
import { NO_USAGE } from '../../domain/usage.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import { readFields } from './read-fields.ts';
import { schemaToJsonOutput, toJsonOutput } from './to-json-output.ts';

function answer(text: string, finishReason: FinishReason = 'stop'): ChatResponse {
  return { model: 'm', text, toolCalls: [], reasoning: [], usage: NO_USAGE, finishReason, limits: [] };
}

const FIELDS: readonly Field[] = [
  { name: 'summary', type: 'string', description: 'What happens.' },
  { name: 'whales', type: 'number', description: 'How often.' },
  { name: 'names', type: 'string[]', description: 'Who.' },
];

describe('an answer without fields', () => {
  it('is its text', () => {
    expect(readFields([], answer(' Call me Ishmael. '))).toBe(' Call me Ishmael. ');
  });

  it('that is empty or cut off is refused with the reason', () => {
    expect(() => readFields([], answer(' \n'))).toThrow('empty');
    expect(() => readFields([], answer('Call me', 'length'))).toThrow('cut off');
  });
});

describe('an answer with fields', () => {
  const whole = { summary: 'A man goes to sea.', whales: 3, names: ['Ishmael'] };

  it('is the object, without what was not asked for', () => {
    expect(readFields(FIELDS, answer(JSON.stringify({ ...whole, mood: 'damp' })))).toEqual(whole);
  });

  it('names every field that is missing or of the wrong type', () => {
    const read = () => readFields(FIELDS, answer(JSON.stringify({ whales: 'three', names: [1] })));
    expect(read).toThrow(InvalidAnswerError);
    for (const place of ['summary', 'whales', 'names[0]']) expect(read).toThrow(`→ at ${place}`);
  });

  it('that was cut off says so, not that the JSON is wrong', () => {
    expect(() => readFields(FIELDS, answer('{"summary": "A man', 'length'))).toThrow('cut off');
  });
});

describe('the schema a model is shown', () => {
  it('asks for every field and for nothing else', () => {
    expect(toJsonOutput('read', FIELDS)).toEqual({
      name: 'read',
      schema: {
        type: 'object',
        properties: {
          summary: { type: 'string', description: 'What happens.' },
          whales: { type: 'number', description: 'How often.' },
          names: { type: 'array', items: { type: 'string' }, description: 'Who.' },
        },
        required: ['summary', 'whales', 'names'],
        additionalProperties: false,
      },
    });
  });

  it('has no bounds that a vendor could refuse', () => {
    const bounded = z.object({ n: z.number().int().positive(), s: z.string().min(1).regex(/^a/) });
    expect(schemaToJsonOutput('a name!', bounded)).toEqual({
      name: 'a_name_',
      schema: {
        type: 'object',
        properties: { n: { type: 'integer' }, s: { type: 'string' } },
        required: ['n', 's'],
        additionalProperties: false,
      },
    });
  });
});
