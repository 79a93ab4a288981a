import { ManyhandsError } from './manyhands-error.ts';

export function unknownAccountError(accountId: string, store: string): ManyhandsError {
  const message = `The ${store} store has no account "${accountId}"; list() says which it has.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_UNKNOWN_ACCOUNT' });
}

/** What sealed the key is not what we were given, or somebody has changed the record. Says nothing of either key. */
export function sealedError(accountId: string, keyId: string): ManyhandsError {
  const message = `The key of account "${accountId}" cannot be opened with the sealing key "${keyId}": it was sealed for another account, provider or server, or was damaged. Rotate the account's key.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_ACCOUNT_SEALED' });
}

export function sealingKeyError(message: string, cause?: unknown): ManyhandsError {
  return new ManyhandsError(message, { code: 'MANYHANDS_SEALING_KEY', cause });
}
