import type { Capabilities, ChatRequest, JsonOutput, Tool } from '@manyhands/core';
import type OpenAI from 'openai';
import { askInPrompt } from './ask-in-prompt.ts';
import { toStrictSchema } from './strict-schema.ts';
import { toMessages } from './to-messages.ts';
import type { ChatBody } from './vendor.ts';

export interface RequestShape {
  readonly jsonOutput: Capabilities['jsonOutput'];
  readonly returnsReasoning: boolean;
}

/** The body that all compatible servers understand; a vendor adapts it to its own. */
export function toRequest(request: ChatRequest, shape: RequestShape): ChatBody {
  const { output, tools, toolChoice } = request;
  const mode = output === undefined ? undefined : toJsonMode(output, shape.jsonOutput);
  const system = output === undefined || mode === 'schema' ? request.system : askInPrompt(request.system, output);
  const messages = toMessages(request.messages, shape.returnsReasoning);
  return {
    model: request.model,
    messages: system === undefined || system === '' ? messages : [{ role: 'system', content: system }, ...messages],
    ...(tools === undefined || tools.length === 0 ? {} : { tools: tools.map(toTool) }),
    ...(toolChoice === undefined || tools === undefined ? {} : { tool_choice: toToolChoice(toolChoice) }),
    ...(output === undefined || mode === 'prompt' ? {} : { response_format: toResponseFormat(output, mode) }),
    ...toSettings(request),
  };
}

function toSettings({ reasoning, temperature, stop, maxOutputTokens, seed }: ChatRequest): Partial<ChatBody> {
  return {
    ...(reasoning === undefined ? {} : { reasoning_effort: reasoning }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** A schema whose root is no object can only be asked for in words: all the vendors' modes give objects. */
function toJsonMode({ schema }: JsonOutput, able: Capabilities['jsonOutput']): Capabilities['jsonOutput'] {
  return schema['type'] === 'object' ? able : 'prompt';
}

function toResponseFormat(
  { name, schema }: JsonOutput,
  mode: 'schema' | 'json' | undefined,
): NonNullable<ChatBody['response_format']> {
  if (mode !== 'schema') return { type: 'json_object' };
  const strict = toStrictSchema(schema);
  return { type: 'json_schema', json_schema: { name, schema: strict ?? schema, strict: strict !== undefined } };
}

function toTool({ name, description, input }: Tool): OpenAI.Chat.ChatCompletionFunctionTool {
  return { type: 'function', function: { name, description, parameters: input } };
}

function toToolChoice(choice: NonNullable<ChatRequest['toolChoice']>): OpenAI.Chat.ChatCompletionToolChoiceOption {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
