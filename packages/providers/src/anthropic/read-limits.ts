import type { LimitName, LimitObservation } from '@manyhands/core';
import { readVendorNow } from '../wire/vendor-now.ts';

const KINDS: readonly (readonly [string, LimitName])[] = [
  ['requests', 'requestsPerMinute'],
  ['input-tokens', 'inputTokensPerMinute'],
  ['output-tokens', 'outputTokensPerMinute'],
];

/** `anthropic-ratelimit-*` headers, with RFC 3339 moments of when each is full again. */
export function readLimits(headers: Headers | undefined): LimitObservation[] {
  if (headers === undefined) return [];
  const now = readVendorNow(headers);
  const split = KINDS.flatMap(([kind, name]) => readLimit(headers, kind, name, now));
  // `tokens` repeats the most restrictive of the two where they are told apart.
  const isSplit = split.some(({ name }) => name !== 'requestsPerMinute');
  return isSplit ? split : [...split, ...readLimit(headers, 'tokens', 'tokensPerMinute', now)];
}

function readLimit(headers: Headers, kind: string, name: LimitName, now: number): LimitObservation[] {
  const limit = readNumber(headers, `anthropic-ratelimit-${kind}-limit`);
  const remaining = readNumber(headers, `anthropic-ratelimit-${kind}-remaining`);
  const reset = Date.parse(headers.get(`anthropic-ratelimit-${kind}-reset`) ?? '');
  if (limit === undefined && remaining === undefined) return [];
  return [
    {
      name,
      ...(limit === undefined ? {} : { limit }),
      ...(remaining === undefined ? {} : { remaining }),
      ...(Number.isNaN(reset) ? {} : { resetMs: Math.max(0, reset - now) }),
    },
  ];
}

function readNumber(headers: Headers, name: string): number | undefined {
  const text = headers.get(name);
  const value = Number(text ?? '');
  return text === null || text === '' || !Number.isFinite(value) || value < 0 ? undefined : value;
}
