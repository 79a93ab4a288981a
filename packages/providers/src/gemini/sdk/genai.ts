import type * as genai from '@google/genai';
import { readStatus, type Status } from '../status.ts';
import type { GenerateBody } from '../to-request.ts';
import { API_VERSION, type GeminiSdk } from './sdk.ts';

/** `@google/genai`. Its own repetitions and its continuing of cut streams are off: one call is one request. */
export function genaiSdk({ GoogleGenAI }: Pick<typeof genai, 'GoogleGenAI'>): GeminiSdk {
  return {
    createClient(apiKey, baseUrl) {
      const { models } = new GoogleGenAI({
        apiKey,
        vertexai: false,
        apiVersion: API_VERSION,
        httpOptions: { baseUrl, retryOptions: { attempts: 1 } },
      });
      return {
        generate: async (body, signal) => models.generateContent(toParameters(body, signal)),
        async *stream(body, signal) {
          yield* await models.generateContentStream(toParameters(body, signal));
        },
      };
    },
    readStatus: readApiError,
  };
}

function toParameters(
  { model, contents, generationConfig, ...body }: GenerateBody,
  signal: AbortSignal,
): genai.GenerateContentParameters {
  const config = {
    ...generationConfig,
    ...body,
    abortSignal: signal,
    automaticFunctionCalling: { disable: true },
    automaticContinuation: false,
  };
  // Its types name the API's words as enums, which would load the SDK.
  return { model, contents, config: config as genai.GenerateContentConfig };
}

/** `ApiError` has only the status and a message: the message is the JSON body, in a stream with words before it. */
function readApiError(error: unknown): Status | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const { message, status: code } = error;
  return { ...(readJson(message.slice(message.indexOf('{'))) ?? { status: '', message, details: [] }), code };
}

function readJson(text: string): Status | undefined {
  try {
    return readStatus(JSON.parse(text));
  } catch {
    return undefined;
  }
}
