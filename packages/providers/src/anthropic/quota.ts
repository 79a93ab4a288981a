import type { CallEstimate, Charge, QuotaRules, Usage } from '@manyhands/core';
import { readClaudeName } from './models.ts';

/**
 * RPM, ITPM and OTPM an organisation and class of models, each a token bucket: input read from the cache is free, output
 * counts as it is and `max_tokens` does not matter. See platform.claude.com/docs/en/api/rate-limits.
 */
export const anthropicQuota: QuotaRules = {
  family,
  reserve,
  settle,
  windows: {
    requestsPerMinute: { type: 'bucket' },
    tokensPerMinute: { type: 'bucket' },
    inputTokensPerMinute: { type: 'bucket' },
    outputTokensPerMinute: { type: 'bucket' },
  },
};

/** All of Opus 4.x share one set of limits, all of Sonnet 4.x another; older models have their own. */
function family(model: string): string {
  const name = readClaudeName(model);
  if (name !== undefined && name.version >= 4) return `claude-${name.line}-${Math.floor(name.version)}`;
  return model.replace(/-(\d{8}|latest)$/, '');
}

function reserve({ inputTokens, outputTokens }: CallEstimate): Charge {
  return { inputTokens, outputTokens, tokens: inputTokens + outputTokens };
}

function settle({ inputTokens, cachedInputTokens, outputTokens }: Usage): Charge {
  return reserve({ inputTokens: inputTokens - cachedInputTokens, outputTokens });
}
