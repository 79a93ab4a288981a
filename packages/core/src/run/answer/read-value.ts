import * as z from 'zod';
import type { ChatResponse } from '../../domain/chat.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';
import { readJson } from './read-json.ts';

/**
 * The JSON value that a schema asks for.
 *
 * @throws InvalidAnswerError naming every wrong place
 */
export function readValue<Value>(schema: z.ZodType<Value>, { text, finishReason }: ChatResponse): Value {
  if (finishReason === 'length') {
    throw new InvalidAnswerError('The JSON was cut off at the limit of output tokens. Answer again, shorter.');
  }
  const parsed = schema.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  throw new InvalidAnswerError(`The JSON is not of the asked schema:\n${z.prettifyError(parsed.error)}`);
}
