import type { Secret } from '@manyhands/core';

/** The messages of an error and its causes in one line, without the key: vendors quote it, and so does Node's fetch. */
export function describeError(error: unknown, apiKey: Secret): string {
  const messages: string[] = [];
  for (let cause = error; cause instanceof Error && messages.length < 4; cause = cause.cause) {
    if (cause.message !== '' && !messages.includes(cause.message)) messages.push(cause.message);
  }
  return hideKey(messages.join(': ') || String(error), apiKey);
}

function hideKey(text: string, apiKey: Secret): string {
  const key = apiKey.reveal();
  return key === '' ? text : text.replaceAll(key, String(apiKey));
}
