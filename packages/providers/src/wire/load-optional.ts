import { ProviderError } from '@manyhands/core';

/** Loads a vendor's SDK; `undefined` when it is not installed. @throws ProviderError when it is and cannot be loaded. */
export async function loadOptional<Sdk>(provider: string, load: () => Promise<Sdk>): Promise<Sdk | undefined> {
  try {
    return await load();
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProviderError(`${provider}: its SDK cannot be loaded: ${reason}`, {
      kind: 'bad-request',
      provider,
      cause,
    });
  }
}

/** @throws ProviderError `bad-request`, with the command that installs it. */
export function throwMissingSdk(provider: string, packageName: string): never {
  throw new ProviderError(`${provider}: its SDK is not installed. Run: npm install ${packageName}`, {
    kind: 'bad-request',
    provider,
  });
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
