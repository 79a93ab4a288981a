import type { Json } from '../domain/json.ts';
import type { Piece } from '../domain/piece.ts';
import type { Acceptance } from '../domain/plan.ts';
import { InvalidAnswerError } from '../errors/invalid-answer-error.ts';
import { countWords } from './count-words.ts';

/**
 * Holds an answer to what its plan task accepts.
 *
 * @throws InvalidAnswerError with all that is wrong, in words for the model that answered
 */
export function accept(output: Json, rules: readonly Acceptance[], piece: Piece | undefined): void {
  const problems = rules.flatMap((rule) => problemOf(valueOf(output, rule.field), rule, piece) ?? []);
  if (problems.length > 0) throw new InvalidAnswerError(problems.join('\n'));
}

function valueOf(output: Json, field: string | null): Json {
  if (field === null) return output;
  return (output as Readonly<Record<string, Json>>)[field] ?? null;
}

function problemOf(value: Json, { field, rule, bound, values }: Acceptance, piece: Piece | undefined) {
  const what = field === null ? 'The answer' : `"${field}"`;
  const most = bound ?? Infinity;
  const least = bound ?? 0;
  switch (rule) {
    case 'minLength':
      return countWords(toText(value)) < least ? `${what} has to have at least ${least} words.` : undefined;
    case 'maxLength':
      return countWords(toText(value)) > most ? `${what} may have at most ${most} words.` : undefined;
    case 'minItems':
      return toList(value).length < least ? `${what} has to have at least ${least} items.` : undefined;
    case 'maxItems':
      return toList(value).length > most ? `${what} may have at most ${most} items.` : undefined;
    case 'min':
      return toNumbers(value).some((number) => number < (bound ?? -Infinity))
        ? `${what} is below ${bound}.`
        : undefined;
    case 'max':
      return toNumbers(value).some((number) => number > most) ? `${what} is above ${bound}.` : undefined;
    case 'oneOf':
      return complain(
        toList(value).filter((item) => !values.includes(toText(item))),
        (others) => {
          return `${what} has to be of ${values.join(', ')}, not ${others}.`;
        },
      );
    case 'mentions':
      return complain(
        values.filter((each) => !isIn(each, toText(value))),
        (lost) => `${what} does not mention ${lost}.`,
      );
    case 'inPiece':
      return complain(
        toList(value).filter((item) => !isIn(toText(item), toText(piece?.content ?? ''))),
        (others) => {
          return `${what} may only hold what stands in the piece word for word; this does not: ${others}.`;
        },
      );
  }
}

const MAX_NAMED = 5;

function complain(wrong: readonly Json[], say: (named: string) => string): string | undefined {
  if (wrong.length === 0) return undefined;
  const named = wrong.slice(0, MAX_NAMED).map((item) => `"${toText(item)}"`);
  return say(wrong.length > MAX_NAMED ? `${named.join(', ')} and ${wrong.length - MAX_NAMED} more` : named.join(', '));
}

function toList(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

function toNumbers(value: Json): readonly number[] {
  return toList(value).filter((item) => typeof item === 'number');
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whatever the case, the white space and the encoding of accents. */
function isIn(part: string, text: string): boolean {
  return normalize(text).includes(normalize(part));
}

function normalize(text: string): string {
  return text.normalize().toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
