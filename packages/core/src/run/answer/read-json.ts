import type { Json } from '../../domain/json.ts';
import { InvalidAnswerError } from '../../errors/invalid-answer-error.ts';

/** Reasoning that some open models write into their answer. */
const THOUGHT = /^\s*<think>[\s\S]*?<\/think>/;
const FENCED = /```[\w-]*\s*\n([\s\S]*?)\n?\s*```/;

/**
 * The JSON value in a model's text. Models that have no JSON mode wrap it in a code fence or in prose: both are taken off.
 *
 * @throws InvalidAnswerError
 */
export function readJson(text: string): Json {
  const said = text.replace(THOUGHT, '').trim();
  if (said === '') throw new InvalidAnswerError('The answer is empty; a JSON value was asked for.');
  const found = candidates(said)
    .map(tryParse)
    .find((value) => value !== undefined);
  if (found !== undefined) return found;
  throw new InvalidAnswerError(`The answer is not valid JSON: ${reasonOf(outermost(said, '{', '}') ?? said)}.`);
}

function candidates(text: string): readonly string[] {
  const found = [text, FENCED.exec(text)?.[1], outermost(text, '{', '}'), outermost(text, '[', ']')];
  return found.filter((candidate) => candidate !== undefined);
}

function outermost(text: string, opening: string, closing: string): string | undefined {
  const start = text.indexOf(opening);
  const end = text.lastIndexOf(closing);
  return start >= 0 && end > start ? text.slice(start, end + 1) : undefined;
}

function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function reasonOf(text: string): string {
  try {
    JSON.parse(text);
    return 'it holds more than one value';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
