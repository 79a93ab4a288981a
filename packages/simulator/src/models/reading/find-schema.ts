import { isJsonObject, type JsonObject, parseJson } from '../../json.ts';

/** The schema that a prompt shows when it asks for JSON in words: the last JSON object in it that is one. */
export function findSchema(prompt: string): JsonObject | undefined {
  let found: JsonObject | undefined;
  for (let start = prompt.indexOf('{'); start >= 0;) {
    const end = endOfObject(prompt, start);
    const value = end === undefined ? undefined : parseJson(prompt.slice(start, end));
    if (isJsonObject(value) && isJsonObject(value['properties'])) found = value;
    start = prompt.indexOf('{', value === undefined ? start + 1 : (end ?? start + 1));
  }
  return found;
}

/** Where the object that opens at `start` closes; braces in strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (isString && character === '\\') index += 1;
    else if (character === '"') isString = !isString;
    else if (!isString && character === '{') depth += 1;
    else if (!isString && character === '}' && (depth -= 1) === 0) return index + 1;
  }
  return undefined;
}
