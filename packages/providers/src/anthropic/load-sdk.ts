import { type CallContext, type JsonSchema, ProviderError } from '@manyhands/core';
import type { Anthropic } from '@anthropic-ai/sdk';
import { createClients } from '../wire/create-clients.ts';
import { dropEnvironmentHeaders } from '../wire/drop-environment-headers.ts';
import { loadOptional, throwMissingSdk } from '../wire/load-optional.ts';
import { patientDispatcher } from '../wire/patient-dispatcher.ts';
import type { ToOutputFormat } from './to-request.ts';

const BASE_URL = 'https://api.anthropic.com';
/** The longest a timer takes, 24.8 days: how long a call may last is decided by who makes it. */
const LONGEST_MS = 2 ** 31 - 1;

export interface AnthropicSdk {
  clientOf(context: CallContext): Anthropic;
  readonly toOutputFormat: ToOutputFormat;
}

/** Loads `@anthropic-ai/sdk`, which takes 190 ms: on first use. */
export async function loadSdk(provider: string, baseUrl: string = BASE_URL): Promise<AnthropicSdk> {
  const sdk = await loadOptional(provider, () => import('@anthropic-ai/sdk'));
  if (sdk === undefined) return throwMissingSdk(provider, '@anthropic-ai/sdk');
  const { Anthropic: Client } = sdk;
  const { jsonSchemaOutputFormat } = await import('@anthropic-ai/sdk/helpers/json-schema');

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

  return {
    clientOf: createClients(provider, baseUrl, (apiKey, baseURL) => {
      // `null`: else they are read from the environment and sent with every account.
      return new Client({
        apiKey,
        baseURL,
        authToken: null,
        webhookKey: null,
        defaultHeaders: dropEnvironmentHeaders('ANTHROPIC_CUSTOM_HEADERS'),
        maxRetries: 0,
        timeout: LONGEST_MS,
        fetchOptions: { dispatcher: patientDispatcher } as object,
        logLevel: 'off',
      });
    }),
    toOutputFormat,
  };
}
