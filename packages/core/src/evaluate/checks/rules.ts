import type { Json } from '../../domain/json.ts';
import type { Check } from '../to-criteria.ts';

/** How many there may be; a bound that is left out does not bind. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Checks for criteria, in code, of what stands at a path of the output (`dates`, `people.name`; default: the whole output).
 * Lists on the way are taken apart: `people.name` is every name.
 *
 * @example
 * criteria: [
 *   { text: 'Every date is written as 2026-01-31.', check: checks.matches(/^\d{4}-\d\d-\d\d$/, 'dates') },
 *   { text: 'There are five examples or more.', check: checks.items({ min: 5 }, 'examples') },
 * ]
 */
export const checks = {
  /** Every text there matches, and there is one. */
  matches(pattern: RegExp, path?: string): Check {
    return ({ output }) => {
      const texts = valuesAt(output, path).map(toText);
      if (texts.length === 0) return `There is nothing at "${path}".`;
      return complain(
        texts.filter((text) => !fits(pattern, text)),
        (wrong) => `This does not match ${pattern}: ${wrong}.`,
      );
    };
  },
  /** No text there matches. */
  lacks(pattern: RegExp, path?: string): Check {
    return ({ output }) => {
      const texts = valuesAt(output, path).map(toText);
      return complain(
        texts.filter((text) => fits(pattern, text)),
        (wrong) => `This matches ${pattern}: ${wrong}.`,
      );
    };
  },
  /** How many values stand there. */
  items(bounds: Bounds, path?: string): Check {
    return ({ output }) => hold(valuesAt(output, path).length, bounds, 'values');
  },
  /** How many words the texts there have together. */
  words(bounds: Bounds, path?: string): Check {
    return ({ output }) => {
      const text = valuesAt(output, path).map(toText).join('\n');
      return hold(text.split(/\s+/u).filter((word) => word !== '').length, bounds, 'words');
    };
  },
};

/** `g` and `y` make a pattern remember where it was. */
function fits({ source, flags }: RegExp, text: string): boolean {
  return new RegExp(source, flags.replaceAll(/[gy]/g, '')).test(text);
}

function hold(count: number, { min = 0, max = Infinity }: Bounds, what: string): true | string {
  if (count < min) return `There are ${count} ${what}; at least ${min} are asked for.`;
  return count > max ? `There are ${count} ${what}; at most ${max} are asked for.` : true;
}

const MAX_NAMED = 5;
const MAX_CHARS = 80;

function complain(wrong: readonly string[], say: (named: string) => string): true | string {
  if (wrong.length === 0) return true;
  const named = wrong.slice(0, MAX_NAMED).map((text) => JSON.stringify(text.slice(0, MAX_CHARS)));
  const more = wrong.length > MAX_NAMED ? ` and ${wrong.length - MAX_NAMED} more` : '';
  return say(named.join(', ') + more);
}

function valuesAt(output: Json, path: string | undefined): readonly Json[] {
  const steps = path === undefined ? [] : path.split('.');
  return steps.reduce<readonly Json[]>((values, step) => values.flatMap((value) => take(value, step)), toList(output));
}

function take(value: Json, step: string): readonly Json[] {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return [];
  return toList((value as Readonly<Record<string, Json>>)[step] ?? null);
}

function toList(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return value === null ? [] : [value];
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
