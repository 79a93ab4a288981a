import type { CallContext } from '@manyhands/core';
import type OpenAI from 'openai';
import { createClients } from '../wire/create-clients.ts';
import { dropEnvironmentHeaders } from '../wire/drop-environment-headers.ts';
import { loadOptional, throwMissingSdk } from '../wire/load-optional.ts';
import { patientDispatcher } from '../wire/patient-dispatcher.ts';

type Sdk = typeof OpenAI;
export type Connect = (context: CallContext) => Promise<{ readonly client: OpenAI; readonly sdk: Sdk }>;

/** The longest a timer takes, 24.8 days: how long a call may last is decided by who makes it. */
const LONGEST_MS = 2 ** 31 - 1;

export interface Server {
  readonly id: string;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof globalThis.fetch;
}

/** Loads the SDK, which takes 165 ms, on the first call. @throws ProviderError `bad-request` when it is not installed. */
export function createConnect(server: Server): Connect {
  let clientOf: ((context: CallContext) => OpenAI) | undefined;
  return async (context) => {
    const sdk = await loadSdk(server.id);
    clientOf ??= createClients(server.id, server.baseUrl, (apiKey, baseUrl) =>
      createClient(sdk, server, apiKey, baseUrl),
    );
    return { client: clientOf(context), sdk };
  };
}

export async function loadSdk(provider: string): Promise<Sdk> {
  const module = await loadOptional(provider, () => import('openai'));
  return module?.default ?? throwMissingSdk(provider, 'openai');
}

function createClient(sdk: Sdk, { headers, fetch }: Server, apiKey: string, baseURL: string): OpenAI {
  return new sdk({
    apiKey,
    baseURL,
    // `null`: else they are read from the environment and sent with every account, to every vendor.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: LONGEST_MS,
    logLevel: 'off',
    defaultHeaders: { ...dropEnvironmentHeaders('OPENAI_CUSTOM_HEADERS'), ...headers },
    // A `fetch` of the app's own has its own way to the network.
    ...(fetch === undefined ? { fetchOptions: { dispatcher: patientDispatcher } as object } : { fetch }),
  });
}
