import * as z from 'zod';
import type { ChatResponse } from '../../domain/chat.ts';
import type { Json } from '../../domain/json.ts';
import type { Field } from '../../domain/plan.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import { readValue } from './read-value.ts';

const TYPES: Readonly<Record<Field['type'], z.ZodType<Json>>> = {
  string: z.string(),
  number: z.number(),
  boolean: z.boolean(),
  'string[]': z.array(z.string()),
  'number[]': z.array(z.number()),
};

/**
 * The answer of a task: its text, or the object its fields ask for. What was not asked for is left out.
 *
 * @throws InvalidAnswerError
 */
export function readFields(fields: readonly Field[], response: ChatResponse): Json {
  return fields.length === 0 ? readText(response) : readValue(toObjectSchema(fields), response);
}

function toObjectSchema(fields: readonly Field[]): z.ZodType<Json> {
  return z.object(Object.fromEntries(fields.map(({ name, type }) => [name, TYPES[type]])));
}

function readText({ text, finishReason }: ChatResponse): string {
  if (finishReason === 'length') {
    throw new InvalidAnswerError('The answer was cut off at the limit of output tokens. Answer again, shorter.');
  }
  if (text.trim() === '') throw new InvalidAnswerError('The answer is empty.');
  return text;
}
