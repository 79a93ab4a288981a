import type { LimitView, WindowedLimitName } from '../../limits/limits.ts';
import { toGoDuration } from '../duration.ts';

/** In the order of which one OpenAI shows when several are set: the one with the least left, in its own pair of headers. */
const REQUESTS: readonly WindowedLimitName[] = ['requestsPerMinute', 'requestsPerDay'];
const TOKENS: readonly WindowedLimitName[] = ['tokensPerMinute'];

/** `x-ratelimit-*` as in platform.openai.com/docs/guides/rate-limits. */
export function writeOpenaiHeaders(view: readonly LimitView[], requestId: string): Record<string, string> {
  return {
    'x-request-id': `req_${requestId}`,
    'openai-version': '2020-10-01',
    ...toPart('requests', tightest(view, REQUESTS)),
    ...toPart('tokens', tightest(view, TOKENS)),
  };
}

function tightest(view: readonly LimitView[], names: readonly WindowedLimitName[]): LimitView | undefined {
  const candidates = view.filter(({ name }) => names.includes(name));
  return candidates.sort((a, b) => a.remaining / a.limit - b.remaining / b.limit)[0];
}

function toPart(kind: string, view: LimitView | undefined): Record<string, string> {
  if (view === undefined) return {};
  return {
    [`x-ratelimit-limit-${kind}`]: String(view.limit),
    [`x-ratelimit-remaining-${kind}`]: String(Math.floor(view.remaining)),
    [`x-ratelimit-reset-${kind}`]: toGoDuration(view.resetMs),
  };
}
