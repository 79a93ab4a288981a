import { z } from 'zod';
import type { JsonObject } from '../../json.ts';

const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  content: z.unknown().optional(),
  cache_control: z.unknown().optional(),
});
export type Block = z.infer<typeof block>;

const content = z.union([z.string(), z.array(block)]);

const format = z.looseObject({ type: z.literal('json_schema'), schema: jsonObject });

/** The Messages API, version 2023-06-01. `max_tokens` is required by the vendor. */
export const messagesRequestSchema = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.number().int().positive(),
  system: content.nullish(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content })).min(1),
  stream: z.boolean().nullish(),
  stop_sequences: z.array(z.string()).nullish(),
  temperature: z.number().min(0).max(1).nullish(),
  tools: z
    .array(z.looseObject({ name: z.string(), description: z.string().nullish(), input_schema: jsonObject.optional() }))
    .nullish(),
  tool_choice: z.looseObject({ type: z.enum(['auto', 'any', 'tool', 'none']), name: z.string().optional() }).nullish(),
  thinking: z.looseObject({ type: z.string(), budget_tokens: z.number().int().optional() }).nullish(),
  output_config: z.looseObject({ format: format.nullish(), effort: z.string().nullish() }).nullish(),
  output_format: format.nullish(),
});
export type MessagesRequest = z.infer<typeof messagesRequestSchema>;
