import type { Limits, QuotaRules } from '@manyhands/core';

/**
 * Requests and tokens (input and output) per minute, of each model by itself, and no more than a sixtieth of the requests in
 * any one second. Source: alibabacloud.com/help/en/model-studio/rate-limit.
 */
export const quota: QuotaRules = {
  family: (model) => model,
  reserve: ({ inputTokens, outputTokens }) => ({ inputTokens, outputTokens, tokens: inputTokens + outputTokens }),
  settle: ({ inputTokens, outputTokens }) => ({ inputTokens, outputTokens, tokens: inputTokens + outputTokens }),
  windows: {},
  derive: withRequestsPerSecond,
};

function withRequestsPerSecond(limits: Limits): Limits {
  if (limits.requestsPerMinute === undefined || limits.requestsPerSecond !== undefined) return limits;
  return { ...limits, requestsPerSecond: limits.requestsPerMinute / 60 };
}
