import type { LimitName } from '@manyhands/core';
import type { ErrorAnswer, ErrorReading } from '../openai-compatible/vendor.ts';

type Kind = ErrorReading['kind'];

/** Codes of alibabacloud.com/help/en/model-studio/error-code, in their own and in their OpenAI-compatible spelling. */
const CODES: readonly (readonly [RegExp, Kind])[] = [
  // The free allowance is used up, or the bill is not paid.
  [/FreeTierOnly|^Arrearage$/i, 'quota-exhausted'],
  // Tokens per minute, which pass, although the message speaks of the bill.
  [/^(insufficient_quota|limit_requests|limit_burst_rate|slow_down)$|^Throttling/i, 'rate-limited'],
  [/data_?inspection_?failed/i, 'content-filtered'],
  [/AccessDenied|InvalidApiKey/i, 'credential'],
  [/^ServiceUnavailable$/i, 'overloaded'],
];

/** Which limit was reached; how high it is, is not said. */
const LIMITS: readonly (readonly [RegExp, LimitName])[] = [
  [/^limit_requests$/i, 'requestsPerMinute'],
  [/^limit_burst_rate$/i, 'requestsPerSecond'],
  [/^insufficient_quota$/i, 'tokensPerMinute'],
];

/** A burst passes with the second in which it was too much. */
const BURST_WAIT_MS = 1000;

export function readError({ code, type, message }: ErrorAnswer): ErrorReading | undefined {
  if (/range of input length/i.test(message)) return { kind: 'context-too-long' };
  const kind = CODES.find(([pattern]) => pattern.test(code) || pattern.test(type))?.[1];
  if (kind === undefined) return undefined;
  const limits = LIMITS.flatMap(([pattern, name]) => (pattern.test(code) ? [{ name, remaining: 0 }] : []));
  return { kind, limits, ...(/burst_?rate/i.test(code) && { retryAfterMs: BURST_WAIT_MS }) };
}
