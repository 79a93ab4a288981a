import type { QuotaRules } from '@manyhands/core';
import { toFamily } from './models.ts';

/**
 * Requests and tokens per minute and day, in buckets that refill evenly, per organisation or project and model family. When
 * a call starts the vendor takes its input, as it counts it, and the larger of its stated maximum and an estimate of the output.
 * Source: platform.openai.com/docs/guides/rate-limits.
 */
export const quota: QuotaRules = {
  family: toFamily,
  reserve: ({ inputTokens, outputTokens, maxOutputTokens }) => ({
    inputTokens,
    outputTokens,
    tokens: inputTokens + Math.max(maxOutputTokens ?? 0, outputTokens),
  }),
  // What was taken of the output at the start is not given back when the answer is shorter; the input is what the vendor counted.
  settle: ({ inputTokens, outputTokens }, reserved) => ({
    inputTokens,
    outputTokens,
    tokens: inputTokens + Math.max(reserved.tokens - reserved.inputTokens, outputTokens),
  }),
  windows: {
    requestsPerMinute: { type: 'bucket' },
    tokensPerMinute: { type: 'bucket' },
    requestsPerDay: { type: 'bucket' },
    tokensPerDay: { type: 'bucket' },
  },
};
