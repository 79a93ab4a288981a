import type { LimitName, Refusal } from '../../limits/limits.ts';
import { maskKey } from '../mask-key.ts';
import type { Problem, VendorError } from '../problem.ts';
import { toGoDuration } from '../duration.ts';

const LIMIT_WORDS: Record<LimitName, { type: string; words: string }> = {
  requestsPerSecond: { type: 'requests', words: 'requests per second (RPS)' },
  requestsPerMinute: { type: 'requests', words: 'requests per min (RPM)' },
  requestsPerDay: { type: 'requests', words: 'requests per day (RPD)' },
  tokensPerMinute: { type: 'tokens', words: 'tokens per min (TPM)' },
  tokensPerDay: { type: 'tokens', words: 'tokens per day (TPD)' },
  inputTokensPerMinute: { type: 'tokens', words: 'input tokens per min (ITPM)' },
  outputTokensPerMinute: { type: 'tokens', words: 'output tokens per min (OTPM)' },
  maxConcurrent: { type: 'requests', words: 'concurrent requests' },
};

const QUOTA_MESSAGE =
  'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
  'read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.';

/** Bodies as in platform.openai.com/docs/guides/error-codes and as the API sends them. */
export function writeOpenaiProblem(problem: Problem): VendorError {
  switch (problem.kind) {
    case 'invalid-key': {
      const message = `Incorrect API key provided: ${maskKey(problem.key)}. You can find your API key at https://platform.openai.com/account/api-keys.`;
      return toError(401, message, 'invalid_request_error', 'invalid_api_key');
    }
    case 'no-such-path':
      return toError(404, `Invalid URL (POST ${problem.path})`, 'invalid_request_error', null);
    case 'no-such-model': {
      const message = `The model \`${problem.model}\` does not exist or you do not have access to it.`;
      return toError(404, message, 'invalid_request_error', 'model_not_found');
    }
    case 'bad-request':
      return toError(400, problem.message, 'invalid_request_error', null, problem.param ?? null);
    case 'context-too-long': {
      const message = `This model's maximum context length is ${problem.max} tokens. However, your messages resulted in ${problem.tokens} tokens. Please reduce the length of the messages.`;
      return toError(400, message, 'invalid_request_error', 'context_length_exceeded', 'messages');
    }
    case 'rate-limited':
      return toRateLimit(problem.refusal, problem.model, problem.account);
    case 'quota-exhausted':
      return toError(429, QUOTA_MESSAGE, 'insufficient_quota', 'insufficient_quota');
    case 'overloaded': {
      const message = 'The engine is currently overloaded, please try again later.';
      return toError(503, message, 'service_unavailable', 'engine_overloaded');
    }
    case 'server-error': {
      const message = 'The server had an error while processing your request. Sorry about that!';
      return toError(problem.status, message, 'server_error', null);
    }
  }
}

function toRateLimit(
  { limit, max, used, requested, retryAfterMs }: Refusal,
  model: string,
  account: string,
): VendorError {
  const { type, words } = LIMIT_WORDS[limit];
  const where = `for ${model} in organization ${account} on ${words}`;
  if (retryAfterMs === Infinity) {
    const message = `Request too large ${where}: Limit ${max}, Requested ${requested}. The input or output tokens must be reduced in order to run successfully.`;
    return toError(429, message, type, 'rate_limit_exceeded');
  }
  const wait = retryAfterMs === undefined ? '' : ` Please try again in ${toGoDuration(retryAfterMs)}.`;
  const message = `Rate limit reached ${where}: Limit ${max}, Used ${Math.round(used)}, Requested ${requested}.${wait} Visit https://platform.openai.com/account/rate-limits to learn more.`;
  return toError(429, message, type, 'rate_limit_exceeded');
}

function toError(
  status: number,
  message: string,
  type: string,
  code: string | null,
  param: string | null = null,
): VendorError {
  return { status, body: { error: { message, type, param, code } } };
}
