import type { CallContext, ChatRequest, ChatResponse, Provider, StreamPart } from '@manyhands/core';
import { listCost, listPrice } from '../pricing/list-price.ts';
import { anthropicCapabilities } from './capabilities.ts';
import { fromResponse } from './from-response.ts';
import { type AnthropicSdk, loadSdk } from './load-sdk.ts';
import { type AnthropicModel, DEFAULT_ANTHROPIC_MODEL } from './models.ts';
import { anthropicQuota } from './quota.ts';
import { readLimits } from './read-limits.ts';
import { readStream } from './read-stream.ts';
import { toProviderError } from './to-provider-error.ts';
import { toRequest } from './to-request.ts';

export type { AnthropicModel } from './models.ts';

export interface AnthropicOptions<Id extends string = 'anthropic'> {
  /** Its name in targets, accounts and prices. Default `anthropic`. */
  readonly id?: Id;
  /** Default: Anthropic's own server. An account's `baseUrl` goes before it. */
  readonly baseUrl?: string;
  /** Default `claude-haiku-4-5`. */
  readonly defaultModel?: AnthropicModel;
}

/**
 * Anthropic's Messages API through `@anthropic-ai/sdk`, which is loaded on the first call.
 *
 * @example
 * const provider = anthropic({ defaultModel: 'claude-sonnet-5-5' });
 */
export function anthropic<const Id extends string = 'anthropic'>(
  options: AnthropicOptions<Id> = {},
): Provider<Id, AnthropicModel> {
  const id = options.id ?? ('anthropic' as Id);
  let loading: Promise<AnthropicSdk> | undefined;

  async function load(): Promise<AnthropicSdk> {
    loading ??= loadSdk(id, options.baseUrl);
    return loading;
  }

  async function generate(request: ChatRequest, context: CallContext): Promise<ChatResponse> {
    try {
      const { clientOf, toOutputFormat } = await load();
      const call = clientOf(context).messages.create(toRequest(request, toOutputFormat), { signal: context.signal });
      const { data, response } = await call.withResponse();
      return fromResponse(data, readLimits(response.headers));
    } catch (error) {
      throw toProviderError(id, error, context);
    }
  }

  async function* stream(request: ChatRequest, context: CallContext): AsyncGenerator<StreamPart> {
    try {
      const { clientOf, toOutputFormat } = await load();
      const body = { ...toRequest(request, toOutputFormat), stream: true as const };
      const { data, response } = await clientOf(context)
        .messages.create(body, { signal: context.signal })
        .withResponse();
      yield* readStream(data, readLimits(response.headers));
    } catch (error) {
      throw toProviderError(id, error, context);
    }
  }

  return {
    id,
    defaultModel: options.defaultModel ?? DEFAULT_ANTHROPIC_MODEL,
    quota: anthropicQuota,
    capabilities: anthropicCapabilities,
    price: (model) => listPrice('anthropic', model),
    cost: (model, usage) => listCost('anthropic', model, usage),
    load: async () => void (await load()),
    generate,
    stream,
  };
}
