import type { CallContext } from '@manyhands/core';
import { loadOptional, throwMissingSdk } from '../wire/load-optional.ts';
import { genaiSdk } from './sdk/genai.ts';
import { generativeAiSdk } from './sdk/generative-ai.ts';
import type { GeminiClient, GeminiSdk } from './sdk/sdk.ts';
import type { Status } from './status.ts';

export type GeminiSdkName = '@google/genai' | '@google/generative-ai';

export interface GeminiClients {
  clientOf(context: CallContext): GeminiClient;
  readStatus(error: unknown): Status | undefined;
}

/** Loads the SDK named, or the first that is installed, on first use, and keeps one client a key and server. */
export async function loadSdk(
  provider: string,
  defaultBaseUrl: string | undefined,
  name: GeminiSdkName | undefined,
): Promise<GeminiClients> {
  const sdk = await findSdk(provider, name);
  const clients = new Map<string, GeminiClient>();

  function clientOf({ apiKey, baseUrl = defaultBaseUrl }: CallContext): GeminiClient {
    const id = `${baseUrl ?? ''} ${apiKey.reveal()}`;
    const client = clients.get(id) ?? sdk.createClient({ apiKey, ...(baseUrl === undefined ? {} : { baseUrl }) });
    clients.set(id, client);
    return client;
  }

  return { clientOf, readStatus: sdk.readStatus };
}

async function findSdk(provider: string, name: GeminiSdkName | undefined): Promise<GeminiSdk> {
  const sdk =
    (name !== '@google/generative-ai' && (await loadGenai())) || (name !== '@google/genai' && (await loadOld()));
  return sdk || throwMissingSdk(provider, name ?? '@google/genai');
}

async function loadGenai(): Promise<GeminiSdk | undefined> {
  const sdk = await loadOptional(() => import('@google/genai'));
  return sdk && genaiSdk(sdk);
}

async function loadOld(): Promise<GeminiSdk | undefined> {
  const sdk = await loadOptional(() => import('@google/generative-ai'));
  return sdk && generativeAiSdk(sdk);
}
