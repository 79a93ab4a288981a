import { ProviderError } from '@manyhands/core';

/** Loads a vendor's SDK on first use; `undefined` when it is not installed. */
export async function loadOptional<Sdk>(load: () => Promise<Sdk>): Promise<Sdk | undefined> {
  try {
    return await load();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
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
