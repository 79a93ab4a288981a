import type { LimitName, Refusal } from '../../limits/limits.ts';
import type { Problem, VendorError } from '../problem.ts';

const LIMIT_WORDS: Record<LimitName, string> = {
  requestsPerSecond: 'requests per second',
  requestsPerMinute: 'requests per minute',
  requestsPerDay: 'requests per day',
  tokensPerMinute: 'tokens per minute',
  tokensPerDay: 'tokens per day',
  inputTokensPerMinute: 'input tokens per minute',
  outputTokensPerMinute: 'output tokens per minute',
  maxConcurrent: 'concurrent requests',
};

/** Shapes and statuses of docs.claude.com/en/api/errors; 529 is the vendor's own load and no limit of the account. */
export function writeAnthropicProblem(problem: Problem, requestId: string): VendorError {
  const toError = (status: number, type: string, message: string): VendorError => ({
    status,
    body: { type: 'error', error: { type, message }, request_id: `req_${requestId}` },
  });
  switch (problem.kind) {
    case 'invalid-key':
      return toError(401, 'authentication_error', 'invalid x-api-key');
    case 'no-such-path':
      return toError(404, 'not_found_error', 'Not found');
    case 'no-such-model':
      return toError(404, 'not_found_error', `model: ${problem.model}`);
    case 'bad-request':
      return toError(400, 'invalid_request_error', problem.message);
    case 'context-too-long':
      return toError(
        400,
        'invalid_request_error',
        `prompt is too long: ${problem.tokens} tokens > ${problem.max} maximum`,
      );
    case 'rate-limited':
      return toError(429, 'rate_limit_error', toLimitMessage(problem.refusal, problem.model, problem.account));
    case 'quota-exhausted': {
      const message =
        'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.';
      return toError(400, 'invalid_request_error', message);
    }
    case 'overloaded':
      return toError(529, 'overloaded_error', 'Overloaded');
    case 'server-error':
      return toError(problem.status, 'api_error', 'Internal server error');
  }
}

function toLimitMessage({ limit, max }: Refusal, model: string, account: string): string {
  return `This request would exceed your organization's rate limit of ${max} ${LIMIT_WORDS[limit]} (org: ${account}, model: ${model}). For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try again later.`;
}
