import { type CallContext, type JsonSchema, ProviderError } from '@manyhands/core';
import type { Anthropic } from '@anthropic-ai/sdk';
import { loadOptional, throwMissingSdk } from '../wire/load-optional.ts';
import type { ToOutputFormat } from './to-request.ts';

/** The longest a timer takes, 24.8 days: how long a call may last is decided by who makes it. */
const LONGEST_MS = 2 ** 31 - 1;

export interface AnthropicSdk {
  clientOf(context: CallContext): Anthropic;
  readonly toOutputFormat: ToOutputFormat;
}

/** Loads `@anthropic-ai/sdk` on first use (190 ms) and keeps one client a key and server. */
export async function loadSdk(provider: string, defaultBaseUrl: string | undefined): Promise<AnthropicSdk> {
  const sdk = await loadOptional(() => import('@anthropic-ai/sdk'));
  if (sdk === undefined) return throwMissingSdk(provider, '@anthropic-ai/sdk');
  const { Anthropic: Client } = sdk;
  const { jsonSchemaOutputFormat } = await import('@anthropic-ai/sdk/helpers/json-schema');
  const clients = new Map<string, Anthropic>();

  function clientOf({ apiKey, baseUrl = defaultBaseUrl }: CallContext): Anthropic {
    const id = `${baseUrl ?? ''} ${apiKey.reveal()}`;
    const known = clients.get(id);
    if (known !== undefined) return known;
    const client = new Client({
      apiKey: apiKey.reveal(),
      authToken: null,
      maxRetries: 0,
      timeout: LONGEST_MS,
      ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
    });
    clients.set(id, client);
    return client;
  }

  function toOutputFormat(schema: JsonSchema): Anthropic.JSONOutputFormat {
    try {
      return jsonSchemaOutputFormat(schema as { readonly type: 'object' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ProviderError(`${provider}: the output's schema cannot be used: ${reason}`, {
        kind: 'bad-request',
        provider,
      });
    }
  }

  return { clientOf, toOutputFormat };
}
