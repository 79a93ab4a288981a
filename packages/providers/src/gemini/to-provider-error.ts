import { type CallContext, type FailureKind, ProviderError } from '@manyhands/core';
import { maskKey } from '../wire/mask-key.ts';
import { toConnectionError } from '../wire/to-connection-error.ts';
import { isDayUsedUp, isQuotaZero, readLimits, readRetryAfterMs } from './read-limits.ts';
import type { Status } from './status.ts';

/** @param status what the vendor answered, where it did. */
export function toProviderError(
  provider: string,
  error: unknown,
  status: Status | undefined,
  context: CallContext,
): ProviderError {
  if (error instanceof ProviderError) return error;
  if (context.signal.aborted || status === undefined) return toConnectionError(provider, error, context);
  const retryAfterMs = status.code === 429 ? readRetryAfterMs(status) : undefined;
  const code = status.code === undefined ? '' : ` (HTTP ${status.code} ${status.status})`;
  return new ProviderError(maskKey(`${provider}: ${status.message}${code}`, context.apiKey), {
    kind: toKind(status),
    provider,
    ...(status.code === undefined ? {} : { status: status.code }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    limits: readLimits(status),
  });
}

const CODES: Readonly<Record<number, FailureKind>> = {
  401: 'credential',
  403: 'credential',
  404: 'unknown-model',
  408: 'timeout',
  503: 'overloaded',
  504: 'timeout',
};

/** Codes of ai.google.dev/gemini-api/docs/troubleshooting. */
function toKind(status: Status): FailureKind {
  const { code } = status;
  if (code === undefined) return 'server';
  if (code === 429) return to429Kind(status);
  if (code === 400) return to400Kind(status);
  return CODES[code] ?? (code >= 500 ? 'server' : 'bad-request');
}

function to429Kind(status: Status): FailureKind {
  const isPaid = /credits are depleted|spend(ing)? (cap|limit)/i.test(status.message);
  return isPaid || isDayUsedUp(status) || isQuotaZero(status) ? 'quota-exhausted' : 'rate-limited';
}

function to400Kind({ status, message, details }: Status): FailureKind {
  if (details.some(({ reason }) => reason?.startsWith('API_KEY_'))) return 'credential';
  if (/api key (not valid|expired|not found)/i.test(message)) return 'credential';
  // The account's country or billing, not the request. The older SDK does not tell the status.
  if (status === 'FAILED_PRECONDITION' || /location is not supported|enable billing/i.test(message))
    return 'credential';
  if (/token count .*exceeds the maximum/i.test(message)) return 'context-too-long';
  return /safety|prohibited content/i.test(message) ? 'content-filtered' : 'bad-request';
}
