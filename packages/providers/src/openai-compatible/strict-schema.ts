import type { Json, JsonSchema } from '@manyhands/core';

/** Keywords that strict mode refuses. Source: platform.openai.com/docs/guides/structured-outputs, "Supported schemas". */
const REFUSED = new Set([
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  'prefixItems',
]);
/** Keywords that say nothing about what is valid, and are refused too. */
const DROPPED = new Set(['$schema', 'default', 'examples', 'title']);
/** Keywords whose value maps names to schemas. */
const NAMED_SCHEMAS = new Set(['properties', '$defs', 'definitions']);
/** Keywords whose value is data and not a schema. */
const DATA = new Set(['enum', 'const', 'required', 'type']);

type JsonObject = { readonly [key: string]: Json };

/**
 * The schema as OpenAI's strict mode wants it: every object closed and all its properties required. What is valid by the
 * result is valid by the original, so a schema with properties that may be left out, or with open objects, has no strict
 * form (`undefined`): a `null` in their place would not be valid.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema | undefined {
  const strict = toStrict(schema);
  return isObject(strict) ? strict : undefined;
}

function toStrict(value: Json): Json | undefined {
  if (Array.isArray(value)) return mapAll(value, toStrict);
  if (!isObject(value)) return value;
  if (Object.keys(value).some((key) => REFUSED.has(key))) return undefined;
  const entries = Object.entries(value).filter(([key]) => !DROPPED.has(key));
  const children = mapAll(entries, ([key, child]) => {
    const strict = toStrictValue(key, child);
    return strict === undefined ? undefined : ([key === 'oneOf' ? 'anyOf' : key, strict] as const);
  });
  return children === undefined ? undefined : closeObject(Object.fromEntries(children));
}

function toStrictValue(key: string, child: Json): Json | undefined {
  if (DATA.has(key)) return child;
  if (!NAMED_SCHEMAS.has(key) || !isObject(child)) return toStrict(child);
  const named = mapAll(Object.entries(child), ([name, schema]) => {
    const strict = toStrict(schema);
    return strict === undefined ? undefined : ([name, strict] as const);
  });
  return named === undefined ? undefined : Object.fromEntries(named);
}

function closeObject(schema: JsonObject): JsonObject | undefined {
  if (schema['type'] !== 'object' && schema['properties'] === undefined) return schema;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  const names = Object.keys(properties);
  const isOpen = schema['additionalProperties'] !== undefined && schema['additionalProperties'] !== false;
  // An object without named properties is an open one: closed, nothing could be said in it.
  if (isOpen || names.length === 0 || names.some((name) => !required.includes(name))) return undefined;
  return { ...schema, properties, required: names, additionalProperties: false };
}

function mapAll<T, U>(values: readonly T[], map: (value: T) => U | undefined): U[] | undefined {
  const mapped = values.map(map);
  return mapped.some((value) => value === undefined) ? undefined : (mapped as U[]);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
