import type { CallContext } from '@manyhands/core';
import { createClients } from '../wire/create-clients.ts';
import { loadOptional, throwMissingSdk } from '../wire/load-optional.ts';
import { genaiSdk } from './sdk/genai.ts';
import { generativeAiSdk } from './sdk/generative-ai.ts';
import type { GeminiClient, GeminiSdk } from './sdk/sdk.ts';
import type { Status } from './status.ts';

const BASE_URL = 'https://generativelanguage.googleapis.com';

export type GeminiSdkName = '@google/genai' | '@google/generative-ai';

export interface GeminiClients {
  clientOf(context: CallContext): GeminiClient;
  readStatus(error: unknown): Status | undefined;
}

/** Loads the SDK named, or the first that is installed: on first use. */
export async function loadSdk(
  provider: string,
  name: GeminiSdkName | undefined,
  baseUrl: string = BASE_URL,
): Promise<GeminiClients> {
  const sdk = await findSdk(provider, name);
  return { clientOf: createClients(provider, baseUrl, sdk.createClient), readStatus: sdk.readStatus };
}

async function findSdk(provider: string, name: GeminiSdkName | undefined): Promise<GeminiSdk> {
  const genai = name === '@google/generative-ai' ? undefined : await loadGenai(provider);
  const sdk = genai ?? (name === '@google/genai' ? undefined : await loadGenerativeAi(provider));
  return sdk ?? throwMissingSdk(provider, name ?? '@google/genai');
}

async function loadGenai(provider: string): Promise<GeminiSdk | undefined> {
  const sdk = await loadOptional(provider, () => import('@google/genai'));
  return sdk && genaiSdk(sdk);
}

async function loadGenerativeAi(provider: string): Promise<GeminiSdk | undefined> {
  const sdk = await loadOptional(provider, () => import('@google/generative-ai'));
  return sdk && generativeAiSdk(sdk);
}
