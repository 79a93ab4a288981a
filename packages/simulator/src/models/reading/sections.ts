import { isJsonObject, type Json, parseJson } from '../../json.ts';

/** A quoted part of a prompt: `<piece index="12" title="…">…</piece>`. */
export interface Section {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#39': "'" };

/** All sections of the given tags, in the order they stand; sections within a section are part of its text. */
export function readSections(prompt: string, ...tags: readonly string[]): readonly Section[] {
  const pattern = new RegExp(`<(${tags.join('|')})(\\s[^>]*)?>([\\s\\S]*?)</\\1>`, 'gi');
  return [...prompt.matchAll(pattern)].map(([, tag = '', attributes = '', text = '']) => ({
    tag: tag.toLowerCase(),
    attributes: readAttributes(attributes),
    text: decode(text).trim(),
  }));
}

/** The prompt without the sections of the given tags: what is asked, without what it is asked of. */
export function withoutSections(prompt: string, ...tags: readonly string[]): string {
  return prompt.replace(new RegExp(`<(${tags.join('|')})(\\s[^>]*)?>[\\s\\S]*?</\\1>`, 'gi'), '\n').trim();
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g);
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name.toLowerCase(), decode(value)]));
}

function decode(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** The readable text of a section whose content may be JSON: its `text`, or all its strings. */
export function toProse(content: string): string {
  const value = /^\s*["{[]/.test(content) ? parseJson(content) : undefined;
  return value === undefined ? content : proseOf(value);
}

function proseOf(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(proseOf).join('\n\n');
  if (!isJsonObject(value)) return JSON.stringify(value);
  const text = value['text'] ?? value['content'] ?? value['body'];
  return typeof text === 'string' ? text : Object.values(value).map(proseOf).join('\n\n');
}
