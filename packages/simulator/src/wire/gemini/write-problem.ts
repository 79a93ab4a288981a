import type { LimitName, Refusal } from '../../limits/limits.ts';
import type { Problem, VendorError } from '../problem.ts';

const TYPES = 'type.googleapis.com/google.rpc';
const METRICS = 'generativelanguage.googleapis.com';

interface Quota {
  readonly metric: string;
  readonly id: string;
}

const REQUESTS = `${METRICS}/generate_content_free_tier_requests`;
const INPUT_TOKENS = `${METRICS}/generate_content_free_tier_input_token_count`;
const MINUTE_TOKENS: Quota = { metric: INPUT_TOKENS, id: 'GenerateContentInputTokensPerModelPerMinute-FreeTier' };

const QUOTAS: Record<LimitName, Quota> = {
  requestsPerSecond: { metric: REQUESTS, id: 'GenerateRequestsPerSecondPerProjectPerModel-FreeTier' },
  requestsPerMinute: { metric: REQUESTS, id: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier' },
  requestsPerDay: { metric: REQUESTS, id: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' },
  tokensPerMinute: MINUTE_TOKENS,
  inputTokensPerMinute: MINUTE_TOKENS,
  outputTokensPerMinute: MINUTE_TOKENS,
  tokensPerDay: { metric: INPUT_TOKENS, id: 'GenerateContentInputTokensPerModelPerDay-FreeTier' },
  maxConcurrent: { metric: REQUESTS, id: 'GenerateConcurrentRequestsPerProjectPerModel-FreeTier' },
};

/**
 * How long Google asks to wait when a day's quota is used up: under a minute, though it only comes back at midnight. The
 * violation's `PerDay` quota id is the truth.
 */
const MISLEADING_DAY_DELAY_S = 36;

/** `google.rpc.Status` bodies as in ai.google.dev/gemini-api/docs/troubleshooting. */
export function writeGeminiProblem(problem: Problem): VendorError {
  switch (problem.kind) {
    case 'invalid-key':
      return toError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
        {
          '@type': `${TYPES}.ErrorInfo`,
          reason: 'API_KEY_INVALID',
          domain: 'googleapis.com',
          metadata: { service: METRICS },
        },
      ]);
    case 'no-such-path':
      return toError(404, 'NOT_FOUND', `The requested URL ${problem.path} was not found on this server.`);
    case 'no-such-model': {
      const message = `models/${problem.model} is not found for API version v1beta, or is not supported for generateContent.`;
      return toError(404, 'NOT_FOUND', message);
    }
    case 'bad-request':
      return toError(400, 'INVALID_ARGUMENT', problem.message);
    case 'context-too-long': {
      const message = `The input token count (${problem.tokens}) exceeds the maximum number of tokens allowed (${problem.max}).`;
      return toError(400, 'INVALID_ARGUMENT', message);
    }
    case 'rate-limited':
      return toQuotaFailure(problem.refusal, problem.model);
    case 'quota-exhausted':
      return toQuotaFailure({ limit: 'requestsPerDay', max: 0, used: 0, requested: 1, retryAfterMs: 1000 }, '');
    case 'overloaded':
      return toError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
    case 'server-error':
      return toError(
        problem.status,
        'INTERNAL',
        'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
      );
  }
}

function toQuotaFailure({ limit, max, retryAfterMs }: Refusal, model: string): VendorError {
  const { metric, id } = QUOTAS[limit];
  const isDay = limit.endsWith('PerDay');
  const seconds = isDay ? MISLEADING_DAY_DELAY_S : (retryAfterMs ?? 1000) / 1000;
  const delay = Number.isFinite(seconds) ? `${Number(seconds.toFixed(3))}s` : '60s';
  const message = `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.\n* Quota exceeded for metric: ${metric}, limit: ${max}, model: ${model}\nPlease retry in ${delay}.`;
  const violation = {
    quotaMetric: metric,
    quotaId: id,
    quotaDimensions: { location: 'global', model },
    quotaValue: String(max),
  };
  return toError(429, 'RESOURCE_EXHAUSTED', message, [
    { '@type': `${TYPES}.QuotaFailure`, violations: [violation] },
    {
      '@type': `${TYPES}.Help`,
      links: [
        { description: 'Learn more about Gemini API quotas', url: 'https://ai.google.dev/gemini-api/docs/rate-limits' },
      ],
    },
    { '@type': `${TYPES}.RetryInfo`, retryDelay: delay },
  ]);
}

function toError(code: number, status: string, message: string, details?: readonly object[]): VendorError {
  return { status: code, body: { error: { code, message, status, ...(details === undefined ? {} : { details }) } } };
}
