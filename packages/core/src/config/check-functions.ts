import * as z from 'zod';
import type { AppFunction, CheckedFunction } from '../domain/app-function.ts';
import { jsonSchemaSchema, type JsonSchema } from '../domain/json.ts';
import { ConfigError } from '../errors/config-error.ts';

const MAX_CONCURRENT = 8;

const functionSchema = z.object({
  name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, 'Letters, digits and "_", a letter first.'),
  description: z.string().trim().min(1, 'Say for the planner what it does.'),
  run: z.custom<AppFunction['run']>((value) => typeof value === 'function', 'Give a function.'),
  hasSideEffects: z.boolean().default(false),
  isIdempotent: z.boolean().default(false),
  maxConcurrent: z.number().int().positive().default(MAX_CONCURRENT),
  timeoutMs: z.number().positive().optional(),
});

/** By name. @throws ConfigError for the first thing that is wrong */
export function checkFunctions(functions: readonly AppFunction[] = []): ReadonlyMap<string, CheckedFunction> {
  const checked = new Map<string, CheckedFunction>();
  for (const [index, given] of functions.entries()) {
    const path = `functions[${index}]`;
    const fn = checkFunction(given, path);
    if (checked.has(fn.name)) {
      throw bad(`Another function has the name "${fn.name}" already.`, `${path}.name`);
    }
    checked.set(fn.name, fn);
  }
  return checked;
}

function checkFunction(given: AppFunction, path: string): CheckedFunction {
  const parsed = functionSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw bad(issue?.message ?? 'This is no function.', [path, ...(issue?.path ?? [])].join('.'));
  }
  const { isIdempotent, timeoutMs, ...fn } = parsed.data;
  const inputSchema = toSchema(given.input, `${path}.input`);
  if (inputSchema['type'] !== 'object') throw bad('It takes an object: z.object({ … }).', `${path}.input`);
  return {
    ...fn,
    ...(timeoutMs !== undefined && { timeoutMs }),
    // With its own `this`.
    run: (input, context) => given.run(input, context),
    input: given.input,
    output: given.output,
    inputSchema,
    outputSchema: toSchema(given.output, `${path}.output`),
    isOnce: fn.hasSideEffects && !isIdempotent,
  };
}

function toSchema(schema: unknown, path: string): JsonSchema {
  // Not `instanceof`: the app may have another copy of zod.
  if (schema === null || typeof schema !== 'object' || !('_zod' in schema)) {
    throw bad('Give a zod schema, e.g. z.object({ … }).', path);
  }
  try {
    const { $schema: _$schema, ...written } = z.toJSONSchema(schema as z.ZodType, { io: 'input' });
    return jsonSchemaSchema.parse(written);
  } catch (cause) {
    throw bad(
      'This schema cannot be written as JSON Schema, which a planner has to read; leave out custom types.',
      path,
      cause,
    );
  }
}

function bad(message: string, path: string, cause?: unknown): ConfigError {
  return new ConfigError(message, { code: 'MANYHANDS_BAD_FUNCTION', path, cause });
}
