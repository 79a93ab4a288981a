import type { StreamFrame } from './wire.ts';

/** About how many characters of an answer go into one event. */
const CHUNK_CHARACTERS = 32;

/** Cuts a text between words, so that the parts joined are the text. */
export function toChunks(text: string): readonly string[] {
  const chunks: string[] = [];
  let chunk = '';
  for (const word of text.match(/\s*\S+|\s+$/g) ?? []) {
    chunk += word;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    chunks.push(chunk);
    chunk = '';
  }
  if (chunk !== '') chunks.push(chunk);
  return chunks;
}

/** A frame of `data:` and, where the vendor names its events, `event:`. */
export function toFrame(data: unknown, share = 0, event?: string): StreamFrame {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return { data: `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`, share };
}
