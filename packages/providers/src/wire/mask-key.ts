import type { Secret } from '@manyhands/core';

/** A vendor may repeat the key it was sent: what it says is shown without it. */
export function maskKey(text: string, key: Secret): string {
  const secret = key.reveal();
  return secret === '' ? text : text.replaceAll(secret, '[redacted]');
}
