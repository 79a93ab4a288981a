import type { LimitName, LimitObservation } from '@manyhands/core';
import { GEMINI_TIME_ZONE } from './quota.ts';
import type { QuotaViolation, Status } from './status.ts';
import { untilMidnightMs } from './until-midnight.ts';

/** Gemini's headers say nothing about limits; the body of a 429 names those that were reached (`QuotaFailure`). */
export function readLimits(status: Status): LimitObservation[] {
  return violationsOf(status).flatMap((violation) => toObservation(violation, status));
}

/** How long to wait: until midnight Pacific where a day's quota is used up, else as `RetryInfo` says. */
export function readRetryAfterMs(status: Status): number | undefined {
  return isDayUsedUp(status) ? untilNextDayMs() : readDelayMs(status);
}

export function isDayUsedUp(status: Status): boolean {
  return violationsOf(status).some(isOfDay);
}

/** For a day's quota, too, Google asks for less than a minute. */
function readDelayMs({ details }: Status): number | undefined {
  const [, seconds] = /^([\d.]+)s$/.exec(details.find(({ retryDelay }) => retryDelay)?.retryDelay ?? '') ?? [];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}

function untilNextDayMs(): number {
  return untilMidnightMs(Date.now(), GEMINI_TIME_ZONE);
}

function isOfDay({ quotaId = '' }: QuotaViolation): boolean {
  return /PerDay/i.test(quotaId);
}

/** A quota of zero, e.g. of a model that the free tier does not have: no wait helps. */
export function isQuotaZero(status: Status): boolean {
  return violationsOf(status).some(({ quotaValue }) => quotaValue === '0') || /\blimit: 0\b/.test(status.message);
}

function violationsOf({ details }: Status): readonly QuotaViolation[] {
  return details.flatMap(({ violations }) => violations ?? []);
}

function toObservation(violation: QuotaViolation, status: Status): LimitObservation[] {
  const name = toName(violation.quotaId ?? '');
  if (name === undefined) return [];
  const limit = Number(violation.quotaValue ?? Number.NaN);
  const resetMs = isOfDay(violation) ? untilNextDayMs() : readDelayMs(status);
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
