import { type CallContext, type FailureKind, ProviderError } from '@manyhands/core';
import { maskKey } from './mask-key.ts';

const TIMEOUT = /timeout|UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT|ETIMEDOUT/i;

/** What failed without an answer from the vendor: aborted by us, timed out, cut, or an answer that cannot be read. */
export function toConnectionError(provider: string, error: unknown, context: CallContext): ProviderError {
  const kind = toKind(error, context.signal);
  const message = kind === 'aborted' ? 'The call was aborted.' : toMessage(error);
  // The vendor's error is not kept as the cause: its fields may hold the key.
  return new ProviderError(maskKey(`${provider}: ${message}`, context.apiKey), { kind, provider });
}

function toKind(error: unknown, signal: AbortSignal): FailureKind {
  if (signal.aborted) return isTimeout(signal.reason) ? 'timeout' : 'aborted';
  if (toChain(error).some(isTimeout)) return 'timeout';
  return error instanceof SyntaxError ? 'invalid-response' : 'network';
}

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return TIMEOUT.test(`${error.name} ${(error as NodeJS.ErrnoException).code ?? ''} ${error.constructor.name}`);
}

function toMessage(error: unknown): string {
  const messages = toChain(error).map((each) => (each instanceof Error ? each.message : String(each)));
  return `no complete answer from the server (${[...new Set(messages)].filter(Boolean).join(': ')}).`;
}

/** The error and its causes: Node's fetch says only "fetch failed" and why in the cause. */
function toChain(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let each = error; each != null && chain.length < 5; each = each instanceof Error ? each.cause : undefined) {
    chain.push(each);
  }
  return chain;
}
