import type { Json } from '../domain/json.ts';
import type { Part } from './reduce.ts';
import type { MergeResult } from './results.ts';

/** As a person or a model reads it. */
export function toText(value: Json): string {
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

/** Texts one after another, with blank lines between them. */
export function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

/** As a model that merges reads it. */
export function toPart({ taskId, output }: MergeResult): Part {
  return { source: taskId, text: toText(output) };
}
