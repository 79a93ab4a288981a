import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { readField } from './read-field.ts';
import type { Prompt } from './read-prompt.ts';
import { type Shape, toShape } from './schema.ts';

/**
 * A value of the schema. What is `known` stands where the schema has a place for it; everything else is read from the
 * prompt's material, field by field, by what its name and description ask for.
 */
export function fillSchema(schema: JsonObject, prompt: Prompt, known?: Json): Json {
  return fill(schema, '', known);

  function fill(part: JsonObject, name: string, given: Json | undefined): Json {
    const shape = toShape(part, schema);
    if (given === null && (shape.isNullable || shape.type === 'null')) return null;
    if (shape.type === 'null') return null;
    if (shape.type === 'object') return fillObject(shape, given);
    if (shape.type === 'array') return fillArray(shape, name, given);
    return given !== undefined && fits(shape, given) ? given : readField(shape, name, prompt);
  }

  function fillObject({ properties }: Shape, given: Json | undefined): Json {
    const values = isJsonObject(given) ? given : {};
    return Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, fill(part, key, values[key])]));
  }

  function fillArray(shape: Shape, name: string, given: Json | undefined): Json {
    if (Array.isArray(given)) return (given as readonly Json[]).map((item) => fill(shape.items, name, item));
    const items = toShape(shape.items, schema);
    const read = readField({ ...shape, description: `${shape.description} ${items.description}` }, name, prompt);
    const values = Array.isArray(read) ? (read as readonly Json[]) : [];
    return items.type === 'string' && items.choices === undefined ? values : values.filter((item) => fits(items, item));
  }
}

function fits(shape: Shape, value: Json): boolean {
  if (shape.choices !== undefined) return shape.choices.includes(value);
  if (shape.type === 'integer') return Number.isInteger(value);
  return typeof value === shape.type;
}
