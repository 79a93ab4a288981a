import { calcPrice, type ModelPrice, type Usage as PricedUsage } from '@pydantic/genai-prices';
import type { Price, Usage } from '@manyhands/core';

/**
 * A vendor's list price of a model in US dollars per million tokens, from the data bundled with `@pydantic/genai-prices`.
 * Where a price has steps by the length of the input, the first step; `listCost` knows them all. `undefined`: not known.
 *
 * @param provider the vendor's id there: `openai`, `anthropic`, `google`, `deepseek`, …
 */
export function listPrice(provider: string, model: string): Price | undefined {
  const prices = calculate(provider, model, {})?.model_price;
  const input = toUsdPerMillion(prices?.['input_mtok']);
  const output = toUsdPerMillion(prices?.['output_mtok']);
  if (input === undefined || output === undefined) return undefined;
  const cached = toUsdPerMillion(prices?.['cache_read_mtok']);
  return {
    inputUsdPerMillion: input,
    outputUsdPerMillion: output,
    ...(cached === undefined ? {} : { cachedInputUsdPerMillion: cached }),
  };
}

/** What a call of this usage costs by the list, in US dollars, with the vendor's steps and cache prices. */
export function listCost(provider: string, model: string, usage: Usage): number | undefined {
  return calculate(provider, model, {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cachedInputTokens,
    cache_write_tokens: usage.cacheWriteTokens,
  })?.total_price;
}

function calculate(provider: string, model: string, usage: PricedUsage) {
  try {
    return calcPrice(usage, model, { providerId: provider }) ?? undefined;
  } catch {
    // It refuses usage that contradicts itself, e.g. more cached than input tokens: then the cost is not known.
    return undefined;
  }
}

function toUsdPerMillion(price: ModelPrice[string]): number | undefined {
  return typeof price === 'object' ? price.base : price;
}
