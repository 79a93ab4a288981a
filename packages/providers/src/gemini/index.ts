import type { CallContext, ChatRequest, ChatResponse, Provider, StreamPart } from '@manyhands/core';
import { listCost, listPrice } from '../pricing/list-price.ts';
import { geminiCapabilities } from './capabilities.ts';
import { fromFunctionCall, fromResponse, readPiece } from './from-response.ts';
import { type GeminiClients, type GeminiSdkName, loadSdk } from './load-sdk.ts';
import { DEFAULT_GEMINI_MODEL, type GeminiModel } from './models.ts';
import { geminiQuota } from './quota.ts';
import { readStream } from './read-stream.ts';
import { toProviderError } from './to-provider-error.ts';
import { toRequest } from './to-request.ts';

export type { GeminiModel } from './models.ts';

export interface GeminiOptions<Id extends string = 'gemini'> {
  /** Its name in targets, accounts and prices. Default `gemini`. */
  readonly id?: Id;
  /** Without the version. Default: Google's own server. An account's `baseUrl` goes before it. */
  readonly baseUrl?: string;
  /** Default `gemini-3.1-flash-lite`. */
  readonly defaultModel?: GeminiModel;
  /** Default: `@google/genai` when it is installed, else `@google/generative-ai`. */
  readonly sdk?: GeminiSdkName;
}

/**
 * The Gemini API through `@google/genai` or `@google/generative-ai`, whichever is installed, loaded on the first call.
 *
 * @example
 * const provider = gemini({ defaultModel: 'gemini-3.8-flash' });
 */
export function gemini<const Id extends string = 'gemini'>(options: GeminiOptions<Id> = {}): Provider<Id, GeminiModel> {
  const id = options.id ?? ('gemini' as Id);
  let loading: Promise<GeminiClients> | undefined;

  async function load(): Promise<GeminiClients> {
    loading ??= loadSdk(id, options.sdk, options.baseUrl);
    return loading;
  }

  async function generate(request: ChatRequest, context: CallContext): Promise<ChatResponse> {
    const { clientOf, readStatus } = await load();
    try {
      context.signal.throwIfAborted();
      const received = readPiece(await clientOf(context).generate(toRequest(request), context.signal));
      return fromResponse(id, received, received.parts.flatMap(fromFunctionCall));
    } catch (error) {
      throw toProviderError(id, error, readStatus(error), context);
    }
  }

  async function* stream(request: ChatRequest, context: CallContext): AsyncGenerator<StreamPart> {
    const { clientOf, readStatus } = await load();
    // Neither SDK closes the socket when its stream is left early.
    const left = new AbortController();
    try {
      context.signal.throwIfAborted();
      const signal = AbortSignal.any([context.signal, left.signal]);
      yield* readStream(id, clientOf(context).stream(toRequest(request), signal));
    } catch (error) {
      throw toProviderError(id, error, readStatus(error), context);
    } finally {
      left.abort();
    }
  }

  return {
    id,
    defaultModel: options.defaultModel ?? DEFAULT_GEMINI_MODEL,
    quota: geminiQuota,
    capabilities: geminiCapabilities,
    price: (model) => listPrice('google', model),
    cost: (model, usage) => listCost('google', model, usage),
    load: async () => void (await load()),
    generate,
    stream,
  };
}
