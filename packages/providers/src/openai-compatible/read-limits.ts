import type { LimitName, LimitObservation } from '@manyhands/core';
import { readDuration } from './read-duration.ts';

/** A counter that takes longer than this to be full again is not one of a minute. */
const LONGEST_MINUTE_MS = 61_000;

/**
 * Reads `x-ratelimit-limit|remaining|reset-requests|tokens` (platform.openai.com/docs/guides/rate-limits). One pair of
 * headers stands for the limit of a minute or of a day: the time to its reset tells which.
 */
export function readLimits(headers: Headers): LimitObservation[] {
  return [
    ...readLimit(headers, 'requests', 'requestsPerMinute', 'requestsPerDay'),
    ...readLimit(headers, 'tokens', 'tokensPerMinute', 'tokensPerDay'),
  ];
}

function readLimit(
  headers: Headers,
  unit: 'requests' | 'tokens',
  perMinute: LimitName,
  perDay: LimitName,
): readonly LimitObservation[] {
  const limit = readCount(headers.get(`x-ratelimit-limit-${unit}`));
  const remaining = readCount(headers.get(`x-ratelimit-remaining-${unit}`));
  const resetMs = readDuration(headers.get(`x-ratelimit-reset-${unit}`));
  if (limit === undefined && remaining === undefined) return [];
  const name = resetMs !== undefined && resetMs > LONGEST_MINUTE_MS ? perDay : perMinute;
  return [
    {
      name,
      ...(limit === undefined ? {} : { limit }),
      ...(remaining === undefined ? {} : { remaining }),
      ...(resetMs === undefined ? {} : { resetMs }),
    },
  ];
}

/** Not a number, or below zero (some gateways send -1): nothing was said. */
function readCount(text: string | null): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const count = Number(text);
  return Number.isFinite(count) && count >= 0 ? count : undefined;
}
