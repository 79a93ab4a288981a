import * as z from 'zod';
import { jsonSchema, jsonSchemaSchema } from './json.ts';
import { limitObservationSchema } from './limits.ts';
import { reasoningEffortSchema } from './reasoning-effort.ts';
import { usageSchema } from './usage.ts';

export const textPartSchema = z.object({ type: z.literal('text'), text: z.string() });
/** An image, either inline (`data`, base64) or by `url`. */
export const imagePartSchema = z.object({
  type: z.literal('image'),
  mediaType: z.string(),
  data: z.string().optional(),
  url: z.string().optional(),
});
/** `signature` is the vendor's opaque proof (Gemini's thought signature) that has to be sent back unchanged. */
export const toolCallPartSchema = z.object({
  type: z.literal('tool-call'),
  id: z.string(),
  name: z.string(),
  input: jsonSchema,
  signature: z.string().optional(),
});
export const toolResultPartSchema = z.object({
  type: z.literal('tool-result'),
  id: z.string(),
  name: z.string(),
  output: jsonSchema,
  isError: z.boolean().optional(),
});
/** Reasoning of an earlier assistant turn; `signature` as above (Anthropic's thinking signature). */
export const reasoningPartSchema = z.object({
  type: z.literal('reasoning'),
  text: z.string(),
  signature: z.string().optional(),
});

export const messagePartSchema = z.discriminatedUnion('type', [
  textPartSchema,
  imagePartSchema,
  toolCallPartSchema,
  toolResultPartSchema,
  reasoningPartSchema,
]);
export type MessagePart = z.infer<typeof messagePartSchema>;
export type ToolCallPart = z.infer<typeof toolCallPartSchema>;

/** `tool` messages carry only `tool-result` parts. */
export const messageSchema = z.object({
  role: z.enum(['user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(messagePartSchema)]),
});
export type Message = z.infer<typeof messageSchema>;

export const toolSchema = z.object({ name: z.string(), description: z.string(), input: jsonSchemaSchema });
export type Tool = z.infer<typeof toolSchema>;

/** Ask for an answer that is a JSON value of this schema. `name` is required by some vendors: letters, digits, `_`, `-`. */
export const jsonOutputSchema = z.object({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  schema: jsonSchemaSchema,
});
export type JsonOutput = z.infer<typeof jsonOutputSchema>;

/** What the app or a stage asks; the model is chosen later, by the balancer, from the targets of the route. */
export const promptSchema = z.object({
  system: z.string().optional(),
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).optional(),
  toolChoice: z.union([z.enum(['auto', 'none', 'required']), z.object({ name: z.string() })]).optional(),
  output: jsonOutputSchema.optional(),
  /** Unset leaves the vendor's own default. */
  reasoning: reasoningEffortSchema.optional(),
  temperature: z.number().min(0).max(2).optional(),
  stop: z.array(z.string()).optional(),
  maxOutputTokens: z.number().int().positive().optional(),
  seed: z.number().int().optional(),
});
export type Prompt = z.infer<typeof promptSchema>;

/** One neutral chat request to a provider: a prompt and the model that answers it. */
export const chatRequestSchema = promptSchema.extend({ model: z.string().min(1) });
export type ChatRequest = z.infer<typeof chatRequestSchema>;

export const finishReasonSchema = z.enum(['stop', 'length', 'tool-calls', 'content-filter', 'other']);
export type FinishReason = z.infer<typeof finishReasonSchema>;

export const chatResponseSchema = z.object({
  /** The model as the vendor names it in its answer. */
  model: z.string(),
  text: z.string(),
  toolCalls: z.array(toolCallPartSchema),
  /** Reasoning text where the vendor shows it, with its signature so that it can be sent back. */
  reasoning: z.array(reasoningPartSchema),
  usage: usageSchema,
  finishReason: finishReasonSchema,
  /** What the response's headers said about limits. */
  limits: z.array(limitObservationSchema),
});
export type ChatResponse = z.infer<typeof chatResponseSchema>;

/** A piece of a streamed answer. The last one of a complete stream is `finish`; a stream that ends without it failed. */
export type StreamPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCallPart }
  | { readonly type: 'finish'; readonly response: ChatResponse };
