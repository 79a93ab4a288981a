import type { Charge } from '../limits/limits.ts';
import type { CallSize } from './wire.ts';

/** A call takes its request, its input and its output, as far as the account limits them. */
export function chargeAll({ inputTokens, outputTokens }: CallSize): Charge {
  return {
    requestsPerSecond: 1,
    requestsPerMinute: 1,
    requestsPerDay: 1,
    tokensPerMinute: inputTokens + outputTokens,
    tokensPerDay: inputTokens + outputTokens,
    inputTokensPerMinute: inputTokens,
    outputTokensPerMinute: outputTokens,
  };
}
