import type { WireResponse } from '../from-response.ts';
import type { Status } from '../status.ts';
import type { GenerateBody } from '../to-request.ts';

/** What either of Google's SDKs is used for: one HTTP request a call, ended by `signal`. */
export interface GeminiClient {
  generate(body: GenerateBody, signal: AbortSignal): Promise<WireResponse>;
  stream(body: GenerateBody, signal: AbortSignal): AsyncIterable<WireResponse>;
}

export interface GeminiSdk {
  createClient(apiKey: string, baseUrl: string): GeminiClient;
  /** What the vendor answered when the SDK threw `error`; `undefined` when it did not answer. */
  readStatus(error: unknown): Status | undefined;
}

/** Both SDKs take `baseUrl` without the version. */
export const API_VERSION = 'v1beta';
