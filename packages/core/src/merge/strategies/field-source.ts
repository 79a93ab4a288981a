import type { Json } from '../../domain/json.ts';
import type { MergeResult } from '../results.ts';

/** What a field of the output is made of: the whole answer of a plan task, or one field of it. */
export interface FieldSource {
  readonly planTaskId: string;
  readonly field: string | undefined;
}

export function parseSource(from: string): FieldSource {
  const dot = from.indexOf('.');
  if (dot < 0) return { planTaskId: from, field: undefined };
  return { planTaskId: from.slice(0, dot), field: from.slice(dot + 1) };
}

/** The result with what is asked for of its output; none where it has no such field. */
export function pick(result: MergeResult, field: string | undefined): readonly MergeResult[] {
  if (field === undefined) return [result];
  const output = fieldOf(result.output, field);
  return output === undefined ? [] : [{ ...result, output }];
}

function fieldOf(output: Json, field: string): Json | undefined {
  if (output === null || typeof output !== 'object' || !Object.hasOwn(output, field)) return undefined;
  return (output as Readonly<Record<string, Json>>)[field];
}
