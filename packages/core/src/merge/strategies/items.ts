import type { Json } from '../../domain/json.ts';
import type { MergeResult } from '../results.ts';

export interface Item {
  readonly value: Json;
  readonly piece: number | undefined;
}

/** The values of results; lists are taken apart, `null` is none. */
export function toItems(results: readonly MergeResult[]): readonly Item[] {
  return results.flatMap(({ output, piece }) =>
    toList(output)
      .filter((value) => value !== null)
      .map((value) => ({ value, piece })),
  );
}

/** Numbers among the values; what is none is passed over. */
export function toNumbers(results: readonly MergeResult[]): readonly number[] {
  return toItems(results).flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
}

function toList(value: Json): readonly Json[] {
  return isList(value) ? value : [value];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
