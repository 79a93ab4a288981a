import { type CallContext, ProviderError, type Secret } from '@manyhands/core';

/** One client of a vendor's SDK for each account's key and server, kept as long as the account's `Secret` is. */
export function createClients<Client>(
  provider: string,
  defaultBaseUrl: string,
  create: (key: string, baseUrl: string) => Client,
): (context: CallContext) => Client {
  const clients = new WeakMap<Secret, Map<string, Client>>();
  return ({ apiKey, baseUrl = defaultBaseUrl }) => {
    const ofAccount = clients.get(apiKey) ?? new Map<string, Client>();
    const client = ofAccount.get(baseUrl) ?? create(checkKey(provider, apiKey), baseUrl);
    clients.set(apiKey, ofAccount.set(baseUrl, client));
    return client;
  };
}

/** @throws ProviderError `credential` for a key that no header can carry: `fetch` would show it in its error. */
function checkKey(provider: string, apiKey: Secret): string {
  const key = apiKey.reveal();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new ProviderError(
    `${provider}: the account's API key is empty or has characters that no header can carry, such as a line end. Check its apiKey.`,
    { kind: 'credential', provider },
  );
}
