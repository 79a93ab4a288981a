import { estimateTokens } from '../defaults/estimate-tokens.ts';

/** Cuts a text at the ends of lines, or within those that are longer, into parts of about `maxTokens` tokens or fewer. */
export function toParts(text: string, maxTokens: number): readonly string[] {
  if (estimateTokens(text) <= maxTokens) return [text];
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const line of toLines(text, maxTokens)) {
    const added = estimateTokens(line);
    if (part !== '' && size + added > maxTokens) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += line;
    size += added;
  }
  return [...parts, part];
}

/** At least a character a token: so none is longer than the bound. */
function toLines(text: string, maxTokens: number): readonly string[] {
  return text.split(/(?<=\n)/).flatMap((line) => (estimateTokens(line) <= maxTokens ? [line] : cut(line, maxTokens)));
}

function cut(line: string, length: number): readonly string[] {
  const characters = Array.from(line);
  const slices = Math.ceil(characters.length / length);
  return Array.from({ length: slices }, (_, index) => characters.slice(index * length, (index + 1) * length).join(''));
}
