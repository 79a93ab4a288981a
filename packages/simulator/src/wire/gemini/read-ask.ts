import type { Json, JsonObject } from '../../json.ts';
import { isJsonObject } from '../../json.ts';
import type { Ask, AskMessage } from '../ask.ts';
import { UnreadableRequest } from '../problem.ts';
import { readBody } from '../read-body.ts';
import type { Route } from '../wire.ts';
import { type Content, type GenerateContentRequest, generateContentSchema } from './request-schema.ts';

export function readGeminiAsk(body: unknown, route: Route): Ask {
  const request = readBody(generateContentSchema, body);
  const config = request.generationConfig ?? {};
  checkSchemas(request);
  return {
    model: route.model ?? '',
    system: toSystem(request),
    messages: request.contents.map(toAskMessage),
    images: request.contents.flatMap(({ parts }) => parts).filter((part) => part.inlineData ?? part.fileData).length,
    tools: (request.tools ?? []).flatMap(({ functionDeclarations }) => functionDeclarations ?? []).map(toTool),
    toolChoice: toToolChoice(request),
    schema: config.responseJsonSchema ?? (config.responseSchema && fromOpenApi(config.responseSchema)),
    isJson: config.responseMimeType === 'application/json',
    maxOutputTokens: config.maxOutputTokens,
    stop: config.stopSequences ?? [],
    isStream: route.isStream ?? false,
    streamsUsage: true,
    reasons: config.thinkingConfig?.includeThoughts === true && config.thinkingConfig.thinkingBudget !== 0,
  };
}

/** `responseSchema` is OpenAPI's dialect: unknown fields are refused, and a schema needs the JSON type beside it. */
function checkSchemas({ generationConfig: config = {} }: GenerateContentRequest): void {
  if (config.responseSchema !== undefined && 'additionalProperties' in config.responseSchema) {
    throw new UnreadableRequest(
      'Invalid JSON payload received. Unknown name "additionalProperties" at \'generation_config.response_schema\': Cannot find field.',
    );
  }
  const hasSchema = config.responseSchema !== undefined || config.responseJsonSchema !== undefined;
  if (hasSchema && config.responseMimeType !== 'application/json') {
    throw new UnreadableRequest('Response schema requires response mime type application/json.');
  }
}

function toSystem({ systemInstruction: system }: GenerateContentRequest): string {
  if (system === undefined) return '';
  if (typeof system === 'string') return system;
  return 'parts' in system ? toText(system as Content) : (system['text'] ?? '');
}

function toText({ parts }: Content): string {
  return parts
    .map((part) => {
      if (part.functionCall) return `${part.functionCall.name}(${JSON.stringify(part.functionCall.args ?? {})})`;
      return part.functionResponse ? JSON.stringify(part.functionResponse.response ?? {}) : (part.text ?? '');
    })
    .join('\n');
}

function toAskMessage(content: Content): AskMessage {
  const isResult = content.role === 'function' || content.parts.some((part) => part.functionResponse !== undefined);
  if (isResult) return { role: 'tool', text: toText(content) };
  return { role: content.role === 'model' ? 'assistant' : 'user', text: toText(content) };
}

type Declaration = {
  name: string;
  description?: string | undefined;
  parameters?: JsonObject | undefined;
  parametersJsonSchema?: JsonObject | undefined;
};

function toTool({ name, description, parameters, parametersJsonSchema }: Declaration): Ask['tools'][number] {
  const schema = parametersJsonSchema ?? (parameters && fromOpenApi(parameters));
  return { name, description: description ?? '', schema: schema ?? { type: 'object', properties: {} } };
}

function toToolChoice({ toolConfig }: GenerateContentRequest): Ask['toolChoice'] {
  const { mode, allowedFunctionNames } = toolConfig?.functionCallingConfig ?? {};
  if (mode === 'NONE') return 'none';
  if (mode !== 'ANY') return 'auto';
  const [only, ...others] = allowedFunctionNames ?? [];
  return only !== undefined && others.length === 0 ? { name: only } : 'required';
}

/** OpenAPI's upper-case types and `nullable`, as JSON Schema says them. */
function fromOpenApi(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).map(([key, value]): [string, Json] => {
    if (key === 'type' && typeof value === 'string') return [key, value.toLowerCase()];
    if (key === 'properties' && isJsonObject(value)) return [key, mapValues(value)];
    return [key, isJsonObject(value) ? fromOpenApi(value) : value];
  });
  return Object.fromEntries(entries);
}

function mapValues(properties: JsonObject): JsonObject {
  const entries = Object.entries(properties).map(([key, value]): [string, Json] => [
    key,
    isJsonObject(value) ? fromOpenApi(value) : value,
  ]);
  return Object.fromEntries(entries);
}
