import type { ErrorAnswer, ErrorReading } from '../openai-compatible/vendor.ts';

/** Nearly all of DeepSeek's errors have the code `invalid_request_error`: api-docs.deepseek.com/quick_start/error_codes. */
export function readError({ status, message }: ErrorAnswer): ErrorReading | undefined {
  if (status === 402 || /insufficient balance/i.test(message)) return { kind: 'quota-exhausted' };
  // Nothing else is limited.
  if (status === 429) return { kind: 'rate-limited', limits: [{ name: 'maxConcurrent', remaining: 0 }] };
  if (/content exists risk/i.test(message)) return { kind: 'content-filtered' };
  return undefined;
}
