import type { ErrorAnswer, ErrorReading } from './vendor.ts';

type Kind = ErrorReading['kind'];

/** What the words of an error mean, whatever its status. Servers put them in `code`, in `type`, or only in the message. */
const CODES: readonly (readonly [RegExp, Kind])[] = [
  [/^(insufficient_quota|billing_hard_limit_reached|billing_not_active)$/, 'quota-exhausted'],
  [/^(invalid_api_key|account_deactivated|authentication_error|permission_denied)$/, 'credential'],
  [/^(model_not_found|model_not_available)$/, 'unknown-model'],
  [/^(context_length_exceeded|string_above_max_length)$/, 'context-too-long'],
  [/^(content_filter|content_policy_violation|invalid_prompt|data_inspection_failed)$/, 'content-filtered'],
  [/^(rate_limit_exceeded|rate_limit_error|tokens_exceeded|slow_down)$/, 'rate-limited'],
  [/overloaded|service_unavailable/, 'overloaded'],
];

/** Of a bad request only: other servers than OpenAI's give no code for these. */
const MESSAGES: readonly (readonly [RegExp, Kind])[] = [
  [
    /maximum context length|context length exceeded|exceeds? the (available )?context|prompt is too long/i,
    'context-too-long',
  ],
  [/content (policy|filter|management)|inappropriate content/i, 'content-filtered'],
  [/model .*(not exist|not found)/i, 'unknown-model'],
];

/** The common reading: by the error's code or type, else by status, else by the words of a bad request. */
export function readAnswerKind({ status, code, type, message }: ErrorAnswer): ErrorReading {
  const stated = CODES.find(([pattern]) => pattern.test(code) || pattern.test(type));
  if (stated !== undefined) return { kind: stated[1] };
  const kind = toKindOfStatus(status);
  return { kind: kind === 'bad-request' ? (MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? kind) : kind };
}

function toKindOfStatus(status: number | undefined): Kind {
  switch (status) {
    case 401:
    case 403:
      return 'credential';
    case 402:
      return 'quota-exhausted';
    case 404:
      return 'bad-request';
    case 408:
    case 504:
      return 'timeout';
    case 413:
      return 'context-too-long';
    case 429:
      return 'rate-limited';
    case 503:
    case 529:
      return 'overloaded';
    default:
      // Without a status it is an error that came in the middle of a stream.
      return status === undefined || status >= 500 || status === 409 ? 'server' : 'bad-request';
  }
}
