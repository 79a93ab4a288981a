import * as z from 'zod';

/**
 * Tokens of one call as the vendor counted them. `inputTokens` includes `cachedInputTokens` and `cacheWriteTokens`;
 * `outputTokens` includes `reasoningTokens`. Vendors that report them apart are added up by their adapter.
 */
export const usageSchema = z.object({
  inputTokens: z.number().nonnegative(),
  outputTokens: z.number().nonnegative(),
  cachedInputTokens: z.number().nonnegative(),
  cacheWriteTokens: z.number().nonnegative(),
  reasoningTokens: z.number().nonnegative(),
});
export type Usage = z.infer<typeof usageSchema>;

export const NO_USAGE: Usage = Object.freeze({
  inputTokens: 0,
  outputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
});

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
  };
}

/** What calls cost. `usd` sums the calls whose price is known; `unpriced` names the `provider:model` of the others. */
export const costSchema = z.object({ usd: z.number(), unpriced: z.array(z.string()) });
export type Cost = z.infer<typeof costSchema>;

/** US dollars per million tokens. Cached input defaults to the input price, reasoning is billed as output. */
export const priceSchema = z.object({
  inputUsdPerMillion: z.number().nonnegative(),
  outputUsdPerMillion: z.number().nonnegative(),
  cachedInputUsdPerMillion: z.number().nonnegative().optional(),
});
export type Price = z.infer<typeof priceSchema>;

/** Prices by `provider:model`. */
export type PriceTable = Readonly<Record<string, Price>>;
