import type { ChatRequest, JsonSchema, Tool } from '@manyhands/core';
import type { Anthropic } from '@anthropic-ai/sdk';
import { anthropicCapabilities, takesTemperature } from './capabilities.ts';
import { toMessages } from './to-messages.ts';
import { toThinking } from './to-thinking.ts';

/** `temperature` is gone from the SDK's types, for the newest models refuse it; the older ones still take it. */
export type MessagesBody = Omit<Anthropic.MessageCreateParamsNonStreaming, 'stream'> & { temperature?: number };
/** The SDK's own: structured outputs take a subset of JSON Schema. */
export type ToOutputFormat = (schema: JsonSchema) => Anthropic.JSONOutputFormat;

/** `max_tokens` is required by the vendor: the model's most where the request has no bound. The API has no seed. */
export function toRequest(request: ChatRequest, toOutputFormat: ToOutputFormat): MessagesBody {
  const { maxOutputTokens } = anthropicCapabilities(request.model);
  const maxTokens = request.maxOutputTokens ?? maxOutputTokens;
  const { thinking, effort } = toThinking(request, maxTokens);
  const outputConfig = { ...(effort === undefined ? {} : { effort }), ...toFormat(request, toOutputFormat) };
  const system = toSystem(request);
  return {
    model: request.model,
    max_tokens: maxTokens,
    messages: toMessages(request.messages),
    ...(system === undefined ? {} : { system }),
    ...toTools(request),
    ...(thinking === undefined ? {} : { thinking }),
    ...(Object.keys(outputConfig).length === 0 ? {} : { output_config: outputConfig }),
    ...toTemperature(request, thinking),
    ...(request.stop === undefined || request.stop.length === 0 ? {} : { stop_sequences: request.stop }),
  };
}

function isEnforced({ model }: ChatRequest): boolean {
  return anthropicCapabilities(model).jsonOutput === 'schema';
}

function toFormat(request: ChatRequest, toOutputFormat: ToOutputFormat): Anthropic.OutputConfig {
  if (request.output === undefined || !isEnforced(request)) return {};
  const { type, schema } = toOutputFormat(request.output.schema);
  return { format: { type, schema } };
}

/** Models without structured outputs are asked in words. */
function toSystem(request: ChatRequest): string | undefined {
  if (request.output === undefined || isEnforced(request)) return request.system;
  const ask = `Answer with one JSON value only, no other text, that matches this JSON Schema:\n${JSON.stringify(request.output.schema)}`;
  return request.system === undefined ? ask : `${request.system}\n\n${ask}`;
}

function toTools({ tools, toolChoice }: ChatRequest): Pick<MessagesBody, 'tools' | 'tool_choice'> {
  if (tools === undefined || tools.length === 0) return {};
  return {
    tools: tools.map(toTool),
    ...(toolChoice === undefined ? {} : { tool_choice: toToolChoice(toolChoice) }),
  };
}

function toTool({ name, description, input }: Tool): Anthropic.Tool {
  return { name, description, input_schema: { ...input, type: 'object' } };
}

function toToolChoice(choice: NonNullable<ChatRequest['toolChoice']>): Anthropic.ToolChoice {
  if (typeof choice === 'object') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

/** Anthropic's scale ends at 1; with thinking on, and on the newest models, it takes no temperature. */
function toTemperature(
  { model, temperature }: ChatRequest,
  thinking: Anthropic.ThinkingConfigParam | undefined,
): Pick<MessagesBody, 'temperature'> {
  const isThinking = thinking !== undefined && thinking.type !== 'disabled';
  if (temperature === undefined || isThinking || !takesTemperature(model)) return {};
  return { temperature: Math.min(temperature, 1) };
}
