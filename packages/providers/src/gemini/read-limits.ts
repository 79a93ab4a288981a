import type { LimitName, LimitObservation } from '@manyhands/core';
import { GEMINI_TIME_ZONE } from './quota.ts';
import type { QuotaViolation, Status } from './status.ts';
import { untilMidnightMs } from './until-midnight.ts';

/** Gemini's headers say nothing about limits; the body of a 429 names those that were reached (`QuotaFailure`). */
export function readLimits(status: Status): LimitObservation[] {
  return violationsOf(status).flatMap((violation) => toObservation(violation, status));
}

/** `RetryInfo`, or until midnight Pacific where a day's quota is used up: there Google asks for less than a minute. */
export function readRetryAfterMs(status: Status): number | undefined {
  const [, seconds] = /^([\d.]+)s$/.exec(status.details.find((detail) => detail.retryDelay)?.retryDelay ?? '') ?? [];
  const delayMs = seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
  return isDayUsedUp(status) ? Math.max(delayMs ?? 0, untilMidnightMs(Date.now(), GEMINI_TIME_ZONE)) : delayMs;
}

export function isDayUsedUp(status: Status): boolean {
  return violationsOf(status).some(({ quotaId }) => /PerDay/i.test(quotaId ?? ''));
}

/** A quota of zero, e.g. of a model that the free tier does not have: no wait helps. */
export function isQuotaZero(status: Status): boolean {
  return violationsOf(status).some(({ quotaValue }) => quotaValue === '0') || /\blimit: 0\b/.test(status.message);
}

function violationsOf({ details }: Status): readonly QuotaViolation[] {
  return details.flatMap(({ violations }) => violations ?? []);
}

function toObservation({ quotaId = '', quotaValue }: QuotaViolation, status: Status): LimitObservation[] {
  const name = toName(quotaId);
  if (name === undefined) return [];
  const limit = Number(quotaValue ?? Number.NaN);
  const resetMs = readRetryAfterMs(status);
  return [
    {
      name,
      ...(Number.isFinite(limit) ? { limit } : {}),
      // A call may need more tokens than are left; of requests none is.
      ...(name.startsWith('requests') ? { remaining: 0 } : {}),
      ...(resetMs === undefined ? {} : { resetMs }),
    },
  ];
}

/** `GenerateContentInputTokensPerModelPerMinute-FreeTier`, `GenerateRequestsPerDayPerProjectPerModel`… */
function toName(quotaId: string): LimitName | undefined {
  const isTokens = /token/i.test(quotaId);
  if (/PerDay/i.test(quotaId)) return isTokens ? 'tokensPerDay' : 'requestsPerDay';
  if (/PerMinute/i.test(quotaId)) return isTokens ? 'inputTokensPerMinute' : 'requestsPerMinute';
  return undefined;
}
