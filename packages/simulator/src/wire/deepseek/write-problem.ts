import { maskKey } from '../mask-key.ts';
import type { Problem, VendorError } from '../problem.ts';

/** Status codes of api-docs.deepseek.com/quick_start/error_codes. */
export function writeDeepseekProblem(problem: Problem): VendorError {
  switch (problem.kind) {
    case 'invalid-key': {
      const message = `Authentication Fails, Your api key: ${maskKey(problem.key)} is invalid`;
      return toError(401, message, 'authentication_error', 'invalid_request_error');
    }
    case 'no-such-path':
      return toError(404, `Not found: ${problem.path}`, 'invalid_request_error', 'invalid_request_error');
    case 'no-such-model':
      return toError(400, 'Model Not Exist', 'invalid_request_error', 'invalid_request_error');
    case 'bad-request':
      return toError(400, problem.message, 'invalid_request_error', 'invalid_request_error');
    case 'context-too-long': {
      const message = `This model's maximum context length is ${problem.max} tokens. However, you requested ${problem.tokens} tokens. Please reduce the length of the messages or completion.`;
      return toError(400, message, 'invalid_request_error', 'invalid_request_error');
    }
    case 'rate-limited': {
      const message = `Rate limit reached: ${problem.refusal.used} requests are under way, at most ${problem.refusal.max} may be.`;
      return toError(429, message, 'rate_limit_error', 'rate_limit_exceeded');
    }
    case 'quota-exhausted':
      return toError(402, 'Insufficient Balance', 'unknown_error', 'invalid_request_error');
    case 'overloaded': {
      const message =
        'Service is too busy. We advise users to temporarily switch to alternative LLM API service providers.';
      return toError(503, message, 'service_unavailable_error', 'service_unavailable_error');
    }
    case 'server-error':
      return toError(problem.status, 'Internal Server Error', 'server_error', 'server_error');
  }
}

function toError(status: number, message: string, type: string, code: string): VendorError {
  return { status, body: { error: { message, type, param: null, code } } };
}
