import { type CallContext, type FailureKind, ProviderError } from '@manyhands/core';
import { maskKey } from '../wire/mask-key.ts';
import { readRetryAfterMs } from '../wire/retry-after.ts';
import { toConnectionError } from '../wire/to-connection-error.ts';
import { readLimits } from './read-limits.ts';

/** What is read of the SDK's `APIError`, without loading the SDK to recognise it. */
interface ApiFailure {
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  readonly error: unknown;
}

/** Statuses and types of platform.claude.com/docs/en/api/errors. */
export function toProviderError(provider: string, error: unknown, context: CallContext): ProviderError {
  if (error instanceof ProviderError) return error;
  if (context.signal.aborted || !isApiFailure(error)) return toConnectionError(provider, error, context);
  const { type, message } = readBody(error);
  const kind = toKind(error.status, type, message);
  const retryAfterMs =
    readRetryAfterMs(error.headers) ?? (kind === 'quota-exhausted' ? readRegained(message) : undefined);
  const status = error.status === undefined ? '' : ` (HTTP ${error.status})`;
  return new ProviderError(maskKey(`${provider}: ${message}${status}`, context.apiKey), {
    kind,
    provider,
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    limits: readLimits(error.headers),
  });
}

/** Answers have a status, error events of a stream a body; the SDK's connection errors have neither. */
function isApiFailure(error: unknown): error is Error & ApiFailure {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return (
    typeof error.status === 'number' || ('error' in error && typeof error.error === 'object' && error.error !== null)
  );
}

function readBody({ error, message }: Error & ApiFailure): { readonly type: string; readonly message: string } {
  const inner = (error as { error?: { type?: unknown; message?: unknown } } | undefined)?.error;
  return {
    type: typeof inner?.type === 'string' ? inner.type : '',
    message: typeof inner?.message === 'string' ? inner.message : message,
  };
}

const TYPES: Readonly<Record<string, FailureKind>> = {
  rate_limit_error: 'rate-limited',
  overloaded_error: 'overloaded',
  authentication_error: 'credential',
  permission_error: 'credential',
  billing_error: 'quota-exhausted',
  not_found_error: 'unknown-model',
  request_too_large: 'context-too-long',
  timeout_error: 'timeout',
  api_error: 'server',
};

const STATUSES: Readonly<Record<number, FailureKind>> = {
  401: 'credential',
  402: 'quota-exhausted',
  403: 'credential',
  404: 'unknown-model',
  408: 'timeout',
  413: 'context-too-long',
  429: 'rate-limited',
  504: 'timeout',
  529: 'overloaded',
};

/** Anthropic says what is wrong with a 400 only in words. */
const WORDS: readonly (readonly [RegExp, FailureKind])[] = [
  [/credit balance|usage limits/i, 'quota-exhausted'],
  [/prompt is too long|exceed(s)? (the )?context (limit|window)/i, 'context-too-long'],
  [/content filtering policy/i, 'content-filtered'],
];

function toKind(status: number | undefined, type: string, message: string): FailureKind {
  const byWords = WORDS.find(([words]) => words.test(message))?.[1];
  if (byWords !== undefined && (status === 400 || status === 429)) return byWords;
  const known = TYPES[type] ?? (status === undefined ? 'server' : STATUSES[status]);
  if (known !== undefined) return known;
  return status !== undefined && status >= 500 ? 'server' : 'bad-request';
}

/** "You will regain access on 2026-12-01 at 00:00 UTC." */
function readRegained(message: string): number | undefined {
  const [, day, time] = /regain access on (\d{4}-\d{2}-\d{2})(?: at (\d{2}:\d{2}) UTC)?/.exec(message) ?? [];
  return day === undefined ? undefined : Math.max(0, Date.parse(`${day}T${time ?? '00:00'}:00Z`) - Date.now());
}
