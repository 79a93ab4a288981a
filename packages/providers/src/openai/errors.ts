import type { LimitName, LimitObservation } from '@manyhands/core';
import { readDuration } from '../openai-compatible/read-duration.ts';
import type { ErrorAnswer, ErrorReading } from '../openai-compatible/vendor.ts';

const LIMIT_NAMES: Readonly<Record<string, LimitName>> = {
  RPM: 'requestsPerMinute',
  RPD: 'requestsPerDay',
  TPM: 'tokensPerMinute',
  TPD: 'tokensPerDay',
};

/** A 429 says in words which limit was hit and how long to wait: "… (TPM): Limit 30000, Used 29000, … in 1.2s." */
export function readError({ status, code, message }: ErrorAnswer): ErrorReading | undefined {
  if (status !== 429 || code !== 'rate_limit_exceeded') return undefined;
  const retryAfterMs = readDuration(/try again in ((?:[\d.]+(?:ms|[smhd]))+)/.exec(message)?.[1]);
  return {
    kind: 'rate-limited',
    limits: readLimit(message),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function readLimit(message: string): readonly LimitObservation[] {
  const name = LIMIT_NAMES[/\((RPM|RPD|TPM|TPD)\)/.exec(message)?.[1] ?? ''];
  const limit = Number(/\bLimit:? (\d+)/.exec(message)?.[1]);
  if (name === undefined || !(limit > 0)) return [];
  const used = /\bUsed:? (\d+)/.exec(message)?.[1];
  return [{ name, limit, ...(used === undefined ? {} : { remaining: Math.max(0, limit - Number(used)) }) }];
}
