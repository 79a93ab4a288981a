import type { QuotaRules } from '@manyhands/core';

/**
 * Only calls under way at once are limited; further ones are queued with signs of life, then refused. Tokens are counted
 * for limits that the account's owner states. Source: api-docs.deepseek.com/quick_start/rate_limit.
 */
export const quota: QuotaRules = {
  family: (model) => model,
  reserve: ({ inputTokens, outputTokens }) => ({ inputTokens, outputTokens, tokens: inputTokens + outputTokens }),
  settle: ({ inputTokens, outputTokens }) => ({ inputTokens, outputTokens, tokens: inputTokens + outputTokens }),
  windows: {},
};
