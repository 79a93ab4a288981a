import type { ChatRequest, JsonOutput } from '@manyhands/core';
import type { Content, GenerationConfig as SdkGenerationConfig, Tool } from '@google/genai';
import { toContents } from './to-contents.ts';
import { type ThinkingConfig, toThinking } from './to-thinking.ts';

type GenerationConfig = Omit<SdkGenerationConfig, 'thinkingConfig'> & { readonly thinkingConfig?: ThinkingConfig };
type Mode = 'AUTO' | 'NONE' | 'ANY';

interface ToolConfig {
  readonly functionCallingConfig: { readonly mode: Mode; readonly allowedFunctionNames?: readonly string[] };
}

/** `generateContent` as the REST API takes it. Each SDK's module puts it in the form that the SDK wants. */
export interface GenerateBody {
  readonly model: string;
  readonly contents: Content[];
  readonly systemInstruction?: Content;
  readonly tools?: Tool[];
  readonly toolConfig?: ToolConfig;
  readonly generationConfig?: GenerationConfig;
}

export function toRequest(request: ChatRequest): GenerateBody {
  const { model, messages, system } = request;
  const generationConfig = toGenerationConfig(request);
  return {
    model,
    contents: toContents(messages),
    ...(system === undefined ? {} : { systemInstruction: { parts: [{ text: system }] } }),
    ...toTools(request),
    ...(Object.keys(generationConfig).length === 0 ? {} : { generationConfig }),
  };
}

function toGenerationConfig(request: ChatRequest): GenerationConfig {
  const { model, temperature, stop, maxOutputTokens, seed, output, reasoning } = request;
  const thinkingConfig = toThinking(model, reasoning);
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined || stop.length === 0 ? {} : { stopSequences: stop }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(seed === undefined ? {} : { seed }),
    ...(output === undefined ? {} : toFormat(output)),
    ...(thinkingConfig === undefined ? {} : { thinkingConfig }),
  };
}

/** `responseJsonSchema` takes JSON Schema itself; `responseSchema` is OpenAPI's dialect. */
function toFormat({ schema }: JsonOutput): GenerationConfig {
  return { responseMimeType: 'application/json', responseJsonSchema: schema };
}

function toTools({ tools, toolChoice }: ChatRequest): Pick<GenerateBody, 'tools' | 'toolConfig'> {
  if (tools === undefined || tools.length === 0) return {};
  const functionDeclarations = tools.map(({ name, description, input }) => ({
    name,
    description,
    parametersJsonSchema: input,
  }));
  return {
    tools: [{ functionDeclarations }],
    ...(toolChoice === undefined ? {} : { toolConfig: toToolConfig(toolChoice) }),
  };
}

const MODES = { auto: 'AUTO', none: 'NONE', required: 'ANY' } as const;

function toToolConfig(choice: NonNullable<ChatRequest['toolChoice']>): ToolConfig {
  if (typeof choice === 'object') {
    return { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: [choice.name] } };
  }
  return { functionCallingConfig: { mode: MODES[choice] } };
}
