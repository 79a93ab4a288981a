import * as z from 'zod';

/** A value that survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const jsonSchema: z.ZodType<Json> = z.json();

/** A JSON Schema document; its content is read by vendors, not by manyhands. */
export type JsonSchema = { readonly [key: string]: Json };

export const jsonSchemaSchema: z.ZodType<JsonSchema> = z.record(z.string(), jsonSchema);
