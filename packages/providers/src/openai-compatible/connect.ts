import { type CallContext, ProviderError, type Secret } from '@manyhands/core';
import type OpenAI from 'openai';

type Sdk = typeof OpenAI;
export type Connect = (context: CallContext) => Promise<{ readonly client: OpenAI; readonly sdk: Sdk }>;

/** The longest that a timer of Node can be: the bounds of a call are core's. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export interface Server {
  readonly id: string;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof globalThis.fetch;
}

/** One client for each account's key and server, kept as long as the account's `Secret` is. */
export function createConnect(server: Server): Connect {
  const clients = new WeakMap<Secret, Map<string, OpenAI>>();
  return async ({ apiKey, baseUrl = server.baseUrl }) => {
    const sdk = await loadSdk(server.id);
    const ofAccount = clients.get(apiKey) ?? new Map<string, OpenAI>();
    const client = ofAccount.get(baseUrl) ?? createClient(sdk, server, apiKey, baseUrl);
    clients.set(apiKey, ofAccount.set(baseUrl, client));
    return { client, sdk };
  };
}

function createClient(sdk: Sdk, { id, headers, fetch }: Server, apiKey: Secret, baseURL: string): OpenAI {
  checkKey(id, apiKey);
  return new sdk({
    apiKey: apiKey.reveal(),
    baseURL,
    // Else they are read from the environment and sent with every account, to every vendor.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: MAX_TIMEOUT_MS,
    logLevel: 'off',
    ...(headers === undefined ? {} : { defaultHeaders: headers }),
    ...(fetch === undefined ? {} : { fetch }),
  });
}

function checkKey(provider: string, apiKey: Secret): void {
  if (/^[\x21-\x7e]+$/.test(apiKey.reveal())) return;
  throw new ProviderError(
    `The API key of this ${provider} account is empty or has characters that no header can carry, such as a line end. Check the account's apiKey.`,
    { kind: 'credential', provider },
  );
}

async function loadSdk(provider: string): Promise<Sdk> {
  try {
    return (await import('openai')).default;
  } catch (cause) {
    const message = `${provider} is called through the package "openai", which cannot be loaded. Run: npm install openai`;
    throw new ProviderError(message, { kind: 'bad-request', provider, cause });
  }
}
