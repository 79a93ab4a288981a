import type { CallContext, ChatRequest, ChatResponse, Provider, StreamPart } from '@manyhands/core';
import { ProviderError } from '@manyhands/core';
import { type Connect, createConnect, loadSdk } from './connect.ts';
import { fromResponse } from './from-response.ts';
import { readLimits } from './read-limits.ts';
import { readStream } from './read-stream.ts';
import { toProviderError } from './to-provider-error.ts';
import { toRequest } from './to-request.ts';
import type { ChatBody, Vendor } from './vendor.ts';

type Connection = Awaited<ReturnType<Connect>>;

/** A provider of a vendor with OpenAI's wire format, through OpenAI's own SDK, which is loaded on the first call. */
export function createOpenAiCompatible<Id extends string, Model extends string>(
  vendor: Vendor<Id, Model>,
): Provider<Id, Model> {
  const { id } = vendor;
  const connect = createConnect(vendor);

  function toBody(request: ChatRequest): ChatBody {
    const { jsonOutput } = vendor.capabilities(request.model);
    const body = toRequest(request, { jsonOutput, returnsReasoning: vendor.returnsReasoning ?? false });
    return vendor.adaptBody?.(body, request) ?? body;
  }

  async function generateWhole(request: ChatRequest, context: CallContext): Promise<ChatResponse> {
    const { client, sdk } = await connect(context);
    try {
      const call = client.chat.completions.create(toBody(request), { signal: context.signal });
      const { data, response } = await call.withResponse();
      return fromResponse(id, data, readLimits(response.headers));
    } catch (error) {
      throw toError(error, sdk, context);
    }
  }

  async function* stream(request: ChatRequest, context: CallContext): AsyncGenerator<StreamPart, void, undefined> {
    const { client, sdk } = await connect(context);
    try {
      const body = { ...toBody(request), stream: true as const, stream_options: { include_usage: true } };
      const { data, response } = await client.chat.completions.create(body, { signal: context.signal }).withResponse();
      yield* readStream(id, data, readLimits(response.headers));
    } catch (error) {
      throw toError(error, sdk, context);
    }
  }

  function toError(error: unknown, sdk: Connection['sdk'], context: CallContext): ProviderError {
    const { readError } = vendor;
    return toProviderError(error, { provider: id, sdk, context, ...(readError === undefined ? {} : { readError }) });
  }

  async function generateByStream(request: ChatRequest, context: CallContext): Promise<ChatResponse> {
    for await (const part of stream(request, context)) if (part.type === 'finish') return part.response;
    throw new ProviderError(`The stream of ${id} ended without an answer.`, { kind: 'invalid-response', provider: id });
  }

  return {
    id,
    ...(vendor.defaultModel === undefined ? {} : { defaultModel: vendor.defaultModel }),
    quota: vendor.quota,
    capabilities: vendor.capabilities,
    price: vendor.price,
    ...(vendor.cost === undefined ? {} : { cost: vendor.cost }),
    load: async () => void (await loadSdk(id)),
    generate: (request, context) =>
      vendor.mustStream?.(request) === true ? generateByStream(request, context) : generateWhole(request, context),
    stream,
  };
}
