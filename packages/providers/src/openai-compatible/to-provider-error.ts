import { type CallContext, type LimitObservation, ProviderError } from '@manyhands/core';
import type OpenAI from 'openai';
import { readRetryAfterMs } from '../wire/retry-after.ts';
import { describeError } from './describe-error.ts';
import { readAnswerKind } from './read-answer-kind.ts';
import { readLimits } from './read-limits.ts';
import type { ErrorAnswer, ErrorReading } from './vendor.ts';

type Sdk = typeof OpenAI;

export interface ErrorReader {
  readonly provider: string;
  readonly sdk: Sdk;
  readonly context: CallContext;
  readError?(answer: ErrorAnswer): ErrorReading | undefined;
}

/** What the SDK, or the network under it, threw. The SDK's own error is not kept as the cause: it holds the key. */
export function toProviderError(error: unknown, reader: ErrorReader): ProviderError {
  const { provider, sdk, context } = reader;
  const { signal } = context;
  if (signal.aborted) return toAborted(provider, signal.reason);
  if (error instanceof ProviderError) return error;
  if (error instanceof sdk.APIUserAbortError) return toAborted(provider, error);
  const reason = describeError(error, context.apiKey);
  const fail = (message: string, kind: ErrorReading['kind']) => new ProviderError(message, { kind, provider });
  if (error instanceof sdk.APIConnectionTimeoutError || isTimeout(error)) {
    return fail(`${provider} did not answer in time: ${reason}`, 'timeout');
  }
  if (error instanceof sdk.APIConnectionError) return fail(`Cannot reach ${provider}: ${reason}`, 'network');
  if (error instanceof sdk.APIError) return fromAnswer(error, reason, reader);
  if (error instanceof SyntaxError || error instanceof sdk.OpenAIError) {
    return fail(`${provider} sent an answer that cannot be read: ${reason}`, 'invalid-response');
  }
  // Node's fetch throws a plain TypeError ("terminated") when the connection breaks in the middle of an answer.
  return fail(`The connection to ${provider} broke: ${reason}`, 'network');
}

function fromAnswer(error: InstanceType<Sdk['APIError']>, reason: string, reader: ErrorReader): ProviderError {
  const { provider } = reader;
  const headers: Headers | undefined = error.headers;
  const status: number | undefined = error.status;
  const answer = { status, code: error.code ?? '', type: error.type ?? '', message: error.message };
  const reading = reader.readError?.(answer) ?? readAnswerKind(answer);
  const limits = [...(headers === undefined ? [] : readLimits(headers)), ...(reading.limits ?? [])];
  const mayWait = reading.kind === 'rate-limited' || reading.kind === 'overloaded' || reading.kind === 'server';
  const retryAfterMs = mayWait ? toWait(reading, headers, limits) : undefined;
  return new ProviderError(`${provider} refused the call: ${reason}`, {
    kind: reading.kind,
    provider,
    limits,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** The later of what header and body say; where they say nothing, until the counter that is used up is full again. */
function toWait(
  reading: ErrorReading,
  headers: Headers | undefined,
  limits: readonly LimitObservation[],
): number | undefined {
  const stated = latest([readRetryAfterMs(headers), reading.retryAfterMs]);
  if (stated !== undefined || reading.kind !== 'rate-limited') return stated;
  return latest(limits.filter(({ remaining }) => remaining === 0).map(({ resetMs }) => resetMs));
}

/** The longest of the waits that were stated. */
function latest(waits: readonly (number | undefined)[]): number | undefined {
  const stated = waits.filter((wait) => wait !== undefined);
  return stated.length === 0 ? undefined : Math.max(...stated);
}

/** Core's timeouts abort with a `TimeoutError`; all else is our own stop. */
function toAborted(provider: string, reason: unknown): ProviderError {
  const isTimeout = reason instanceof Error && reason.name === 'TimeoutError';
  return isTimeout
    ? new ProviderError(`${provider} did not answer in time.`, { kind: 'timeout', provider })
    : new ProviderError(`The call to ${provider} was aborted.`, { kind: 'aborted', provider });
}

/** Node's fetch gives up after five minutes without a sign of life. */
function isTimeout(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && /TIMEOUT|TIMEDOUT/.test(String(cause.code))) return true;
  }
  return false;
}
