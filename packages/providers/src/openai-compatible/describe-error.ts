import type { Secret } from '@manyhands/core';
import { maskKey } from '../wire/mask-key.ts';

/** The messages of an error and its causes in one line, without the key: vendors quote it, and so does Node's fetch. */
export function describeError(error: unknown, apiKey: Secret): string {
  const messages: string[] = [];
  for (let cause = error; cause instanceof Error && messages.length < 4; cause = cause.cause) {
    if (cause.message !== '' && !messages.includes(cause.message)) messages.push(cause.message);
  }
  return maskKey(messages.join(': ') || String(error), apiKey);
}
