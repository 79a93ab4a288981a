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

/** An answer that was there already: nobody was called for it. */
export const cachedAnswerSchema = z.object({
  /** Epoch ms. */
  storedAt: z.number(),
  /** What the call cost then; missing where no price is known. */
  savedUsd: z.number().optional(),
});
export type CachedAnswer = z.infer<typeof cachedAnswerSchema>;

/** What a run cost, and what it did not because answers were in the response cache. */
export const runCostSchema = costSchema.extend({
  /** Answers from the cache. They are no calls, and have no usage. */
  cachedAnswers: z.number().int(),
  /** What they cost when they were called; those whose price is not known do not count. */
  savedUsd: z.number(),
});
export type RunCost = z.infer<typeof runCostSchema>;

/** US dollars per million tokens. Cached input defaults to the input price, reasoning is billed as output. */
export const priceSchema = z.object({
  inputUsdPerMillion: z.number().nonnegative(),
  outputUsdPerMillion: z.number().nonnegative(),
  cachedInputUsdPerMillion: z.number().nonnegative().optional(),
});
export type Price = z.infer<typeof priceSchema>;

/** Prices by `provider:model`. */
export type PriceTable = Readonly<Record<string, Price>>;
