import { isJsonObject, type JsonObject } from '../../json.ts';
import { findSchema } from '../reading/find-schema.ts';
import type { Prompt } from '../reading/read-prompt.ts';
import { readSections } from '../reading/sections.ts';
import { toShape } from '../reading/schema.ts';
import type { Want } from './read-wants.ts';

const TYPE_OF_KIND: Record<Want['kind'], readonly string[]> = {
  summary: ['string'],
  names: ['array'],
  list: ['array'],
  count: ['number', 'integer'],
};

/** When the prompt shows how the output must look, what is wanted takes the output's names, by their types. */
export function fitOutput(wants: readonly Want[], { whole }: Prompt): readonly Want[] {
  const quoted = readSections(whole, 'output-schema', 'output_schema', 'outputschema', 'schema')[0]?.text;
  const schema = quoted === undefined ? undefined : findSchema(quoted);
  if (schema === undefined || !isJsonObject(schema['properties'])) return wants;
  const free = new Map(Object.entries(toShape(schema, schema).properties));
  return wants.map((want) => {
    const name = takeName(free, want, schema);
    return name === undefined ? want : { ...want, merged: { ...want.merged, name } };
  });
}

/** The property of the same name if there is one, else the first of a fitting type; each is taken once. */
function takeName(free: Map<string, JsonObject>, { kind, field, merged }: Want, root: JsonObject): string | undefined {
  const fitting = [...free.keys()].filter((name) =>
    TYPE_OF_KIND[kind].includes(toShape(free.get(name) ?? {}, root).type),
  );
  const taken = fitting.find((name) => name === merged.name || name === field.name) ?? fitting[0];
  if (taken !== undefined) free.delete(taken);
  return taken;
}
