import type { LimitView, WindowedLimitName } from '../../limits/limits.ts';

const KINDS: { readonly [name in WindowedLimitName]?: string } = {
  requestsPerMinute: 'requests',
  tokensPerMinute: 'tokens',
  inputTokensPerMinute: 'input-tokens',
  outputTokensPerMinute: 'output-tokens',
};

/** `anthropic-ratelimit-*` with reset times to the second, as in docs.claude.com/en/api/rate-limits. */
export function writeAnthropicHeaders(
  view: readonly LimitView[],
  requestId: string,
  vendorNow: number,
): Record<string, string> {
  const headers: Record<string, string> = { 'request-id': `req_${requestId}` };
  for (const { name, limit, remaining, resetMs } of view) {
    const kind = KINDS[name];
    if (kind === undefined) continue;
    headers[`anthropic-ratelimit-${kind}-limit`] = String(limit);
    headers[`anthropic-ratelimit-${kind}-remaining`] = String(Math.floor(remaining));
    headers[`anthropic-ratelimit-${kind}-reset`] = toIsoSeconds(vendorNow + resetMs);
  }
  return headers;
}

function toIsoSeconds(epochMs: number): string {
  return new Date(Math.ceil(epochMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
