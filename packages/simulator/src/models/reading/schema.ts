import { isJsonObject, type Json, type JsonObject } from '../../json.ts';

/** A JSON Schema, or a part of one, with references and unions with `null` resolved. */
export interface Shape {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly description: string;
  readonly isNullable: boolean;
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly items: JsonObject;
  readonly choices: readonly Json[] | undefined;
  readonly schema: JsonObject;
}

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'] as const;

export function toShape(schema: JsonObject, root: JsonObject): Shape {
  const resolved = resolve(schema, root);
  const options = unionOf(resolved).map((option) => resolve(option, root));
  const other = options.find((option) => option['type'] !== 'null');
  if (other !== undefined) {
    const shape = toShape(other, root);
    const description = textOf(resolved['description']) || shape.description;
    return { ...shape, description, isNullable: options.length > 1 && options.some(({ type }) => type === 'null') };
  }
  const { enum: choices, const: only } = resolved;
  return {
    type: typeOf(resolved),
    description: textOf(resolved['description']),
    isNullable: isNullable(resolved),
    properties: (isJsonObject(resolved['properties']) ? resolved['properties'] : {}) as Record<string, JsonObject>,
    items: isJsonObject(resolved['items']) ? resolved['items'] : {},
    choices: only !== undefined ? [only] : Array.isArray(choices) ? (choices as readonly Json[]) : undefined,
    schema: resolved,
  };
}

function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let target: Json | undefined = root;
  for (const step of reference.slice(2).split('/')) target = isJsonObject(target) ? target[step] : undefined;
  return isJsonObject(target) ? resolve(target, root) : schema;
}

function unionOf(schema: JsonObject): readonly JsonObject[] {
  const union = schema['anyOf'] ?? schema['oneOf'];
  return Array.isArray(union) ? (union as readonly Json[]).filter(isJsonObject) : [];
}

function typeOf(schema: JsonObject): Shape['type'] {
  const { type } = schema;
  const named = Array.isArray(type) ? (type as readonly Json[]).find((name) => name !== 'null') : type;
  const known = TYPES.find((name) => name === named);
  if (known !== undefined) return known;
  if (named === 'null') return 'null';
  return isJsonObject(schema['properties']) ? 'object' : 'string';
}

function isNullable(schema: JsonObject): boolean {
  const { type, nullable } = schema;
  return nullable === true || (Array.isArray(type) && (type as readonly Json[]).includes('null'));
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
