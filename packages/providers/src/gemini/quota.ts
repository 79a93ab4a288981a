import type { CallEstimate, Charge, QuotaRules, Usage } from '@manyhands/core';

/** Where the vendor's day begins. */
export const GEMINI_TIME_ZONE = 'America/Los_Angeles';

/** RPM, TPM of input alone, and RPD, a project and model. See ai.google.dev/gemini-api/docs/rate-limits. */
export const geminiQuota: QuotaRules = {
  family,
  reserve,
  settle,
  windows: {
    requestsPerDay: { type: 'day', timeZone: GEMINI_TIME_ZONE },
    tokensPerDay: { type: 'day', timeZone: GEMINI_TIME_ZONE },
  },
};

/** A numbered version (`gemini-2.0-flash-001`) shares the limits of its model. */
function family(model: string): string {
  return model.replace(/^models\//, '').replace(/-\d{3}$/, '');
}

function reserve({ inputTokens, outputTokens }: CallEstimate): Charge {
  return { inputTokens, outputTokens, tokens: inputTokens };
}

function settle({ inputTokens, outputTokens }: Usage): Charge {
  return reserve({ inputTokens, outputTokens });
}
