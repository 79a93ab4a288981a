import type * as generativeAi from '@google/generative-ai';
import type { WireResponse } from '../from-response.ts';
import { readStatus, type Status, type StatusDetail, StatusError } from '../status.ts';
import type { GenerateBody } from '../to-request.ts';
import { API_VERSION, type GeminiSdk } from './sdk.ts';

/** `@google/generative-ai`, which Google no longer keeps: its types lack newer fields, which it passes on all the same. */
export function generativeAiSdk({ GoogleGenerativeAI }: Pick<typeof generativeAi, 'GoogleGenerativeAI'>): GeminiSdk {
  return {
    createClient(apiKey, baseUrl) {
      const sdk = new GoogleGenerativeAI(apiKey);
      const options = { apiVersion: API_VERSION, baseUrl: withoutSlash(baseUrl) };
      return {
        async generate({ model, ...body }, signal) {
          const { response } = await sdk
            .getGenerativeModel({ model }, options)
            .generateContent(toBody(body), { signal });
          return check(response as unknown as WireResponse);
        },
        async *stream({ model, ...body }, signal) {
          const call = sdk.getGenerativeModel({ model }, options).generateContentStream(toBody(body), { signal });
          const { stream, response } = await call;
          // It reads the stream twice, the second time for this promise: nobody waits for it.
          response.catch(() => {});
          for await (const piece of stream) yield check(piece as unknown as WireResponse);
        },
      };
    },
    readStatus: readFetchError,
  };
}

function toBody(body: Omit<GenerateBody, 'model'>): generativeAi.GenerateContentRequest {
  return body as unknown as generativeAi.GenerateContentRequest;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** It takes an error that comes as a piece of a stream for a response. @throws StatusError */
function check(response: WireResponse): WireResponse {
  const status = readStatus(response);
  if (status !== undefined) throw new StatusError(status);
  return response;
}

/** `GoogleGenerativeAIFetchError`: "Error fetching from URL: [429 Too Many Requests] message details". */
function readFetchError(error: unknown): Status | undefined {
  if (error instanceof StatusError) return error.status;
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const details = 'errorDetails' in error && Array.isArray(error.errorDetails) ? error.errorDetails : [];
  return {
    code: error.status,
    status: 'statusText' in error ? String(error.statusText) : '',
    message: error.message.replace(/^.*?: \[\d{3} [^\]]*\] /s, '').replace(/ \[\{.*$/s, ''),
    details: details as StatusDetail[],
  };
}
