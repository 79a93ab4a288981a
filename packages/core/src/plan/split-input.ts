import type { Split } from '../domain/goal.ts';
import { jsonSchema, type Json } from '../domain/json.ts';
import type { Piece } from '../domain/piece.ts';
import { ConfigError } from '../errors/config-error.ts';
import { splitText } from './split/split-text.ts';

/**
 * The pieces of a run's input, as they come: the items of an array or iterable, or the parts of a text, which joined are the
 * text again.
 *
 * @throws ConfigError when the input is none of these, or an item is not JSON
 */
export async function* splitInput(
  input: string | readonly unknown[] | AsyncIterable<unknown> | undefined,
  split: Split | undefined,
  estimateTokens: (text: string) => number,
): AsyncGenerator<Piece, void, undefined> {
  if (input === undefined) return;
  if (typeof input === 'string') return yield* toPieces(splitText(input, split, estimateTokens));
  if (!isIterable(input)) throw badInput('goal.input', 'Give a text, an array or an async iterable.');
  let index = 0;
  for await (const item of input) yield toPiece(item, index++);
}

function* toPieces(slices: ReturnType<typeof splitText>): Generator<Piece, void, undefined> {
  for (const [index, { title, text }] of slices.entries()) {
    yield { index, content: text, ...(title !== undefined && { title }) };
  }
}

function isIterable(input: object): boolean {
  return Symbol.asyncIterator in input || Symbol.iterator in input;
}

function toPiece(item: unknown, index: number): Piece {
  const content = toJson(item);
  if (content === undefined) {
    throw badInput(
      `goal.input[${index}]`,
      'This item is not JSON: give text, numbers, booleans, null, arrays or plain objects.',
    );
  }
  const title = titleOf(content);
  return { index, content, ...(title !== undefined && { title }) };
}

function toJson(item: unknown): Json | undefined {
  try {
    // Throws for a value that holds itself, which the schema does not notice.
    JSON.stringify(item);
    return jsonSchema.safeParse(item).data;
  } catch {
    return undefined;
  }
}

function titleOf(content: Json): string | undefined {
  if (content === null || typeof content !== 'object' || !('title' in content)) return undefined;
  return typeof content.title === 'string' && content.title.trim() !== '' ? content.title : undefined;
}

function badInput(path: string, message: string): ConfigError {
  return new ConfigError(message, { code: 'MANYHANDS_BAD_INPUT', path });
}
