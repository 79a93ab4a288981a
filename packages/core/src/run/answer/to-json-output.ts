import * as z from 'zod';
import type { JsonOutput } from '../../domain/chat.ts';
import { jsonSchemaSchema, type Json } from '../../domain/json.ts';
import type { Field } from '../../domain/plan.ts';

const TYPES: Readonly<Record<Field['type'], { readonly [key: string]: Json }>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  'string[]': { type: 'array', items: { type: 'string' } },
  'number[]': { type: 'array', items: { type: 'number' } },
};

/** Letters, digits, `_` and `-`, at most 64: what OpenAI allows as the name of a schema. */
const FORBIDDEN_IN_NAME = /[^a-zA-Z0-9_-]/g;

/** Asks for an object that has each of the fields, and nothing else. */
export function toJsonOutput(name: string, fields: readonly Field[]): JsonOutput {
  const properties = fields.map(({ name, type, description }) => [name, { ...TYPES[type], description }] as const);
  return {
    name: toName(name),
    schema: {
      type: 'object',
      properties: Object.fromEntries(properties),
      required: fields.map(({ name }) => name),
      additionalProperties: false,
    },
  };
}

function toName(name: string): string {
  return name.replace(FORBIDDEN_IN_NAME, '_').slice(0, 64) || 'answer';
}

/** Keywords that the strict modes of OpenAI and Anthropic refuse or Gemini ignores; zod checks them when the answer is read. */
const NOT_EVERYWHERE = [
  '$schema',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
] as const;

/** The same for a zod schema: its shape, without bounds that not every vendor's JSON mode knows. */
export function schemaToJsonOutput(name: string, schema: z.ZodType): JsonOutput {
  const written = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      for (const keyword of NOT_EVERYWHERE) delete jsonSchema[keyword];
    },
  });
  delete written.$schema;
  return { name: toName(name), schema: jsonSchemaSchema.parse(JSON.parse(JSON.stringify(written))) };
}
