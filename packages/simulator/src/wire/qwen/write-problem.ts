import type { LimitName } from '../../limits/limits.ts';
import type { Problem, VendorError } from '../problem.ts';

const QUOTA_MESSAGE = 'You exceeded your current quota, please check your plan and billing details.';

/** Codes of help.aliyun.com/zh/model-studio/error-code, in their OpenAI-compatible spelling. */
export function writeQwenProblem(problem: Problem, requestId: string): VendorError {
  const toError = (status: number, message: string, type: string, code: string | null = type): VendorError => ({
    status,
    body: { error: { message, type, param: null, code }, request_id: requestId },
  });
  switch (problem.kind) {
    case 'invalid-key':
      return toError(401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key');
    case 'no-such-path':
      return toError(404, `Not found: ${problem.path}`, 'invalid_request_error', null);
    case 'no-such-model': {
      const message = `The model \`${problem.model}\` does not exist or you do not have access to it.`;
      return toError(404, message, 'invalid_request_error', 'model_not_found');
    }
    case 'bad-request':
      return toError(
        400,
        `<400> InternalError.Algo.InvalidParameter: ${problem.message}`,
        'invalid_request_error',
        'invalid_parameter_error',
      );
    case 'context-too-long': {
      const message = `<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, ${problem.max}]`;
      return toError(400, message, 'invalid_request_error', 'invalid_parameter_error');
    }
    case 'rate-limited': {
      const { code, message } = toThrottling(problem.refusal.limit);
      return toError(429, message, code);
    }
    case 'quota-exhausted':
      return toError(400, 'Access denied, please make sure your account is in good standing.', 'Arrearage');
    case 'overloaded':
      return toError(
        503,
        'Too many requests. Your requests are being throttled due to system capacity limits. Please try again later.',
        'ServiceUnavailable',
      );
    case 'server-error':
      return toError(problem.status, '<500> InternalError.Algo: Request failed.', 'internal_error');
  }
}

/** Here `insufficient_quota` is tokens per minute, which pass, and not the bill. */
function toThrottling(limit: LimitName): { code: string; message: string } {
  switch (limit) {
    case 'requestsPerSecond':
      return {
        code: 'limit_burst_rate',
        message:
          'Request rate increased too quickly. To ensure system stability, please adjust your client logic to scale requests more smoothly over time.',
      };
    case 'tokensPerMinute':
    case 'tokensPerDay':
    case 'inputTokensPerMinute':
    case 'outputTokensPerMinute':
      return { code: 'insufficient_quota', message: QUOTA_MESSAGE };
    case 'requestsPerMinute':
    case 'requestsPerDay':
    case 'maxConcurrent':
      return { code: 'limit_requests', message: 'You exceeded your current requests list.' };
  }
}
