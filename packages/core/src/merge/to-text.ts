import type { Json } from '../domain/json.ts';

/** As a person or a model reads it. */
export function toText(value: Json): string {
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

/** Texts one after another, with blank lines between them. */
export function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}
