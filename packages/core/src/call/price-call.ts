import type { Target } from '../domain/target.ts';
import { toTargetName } from '../domain/target.ts';
import type { Price, PriceTable, Usage } from '../domain/usage.ts';
import type { Provider } from '../ports/provider.ts';

/** US dollars of a call, by the app's own prices first; `undefined` when nobody knows the price. */
export function priceCall(prices: PriceTable, provider: Provider, target: Target, usage: Usage): number | undefined {
  const own = prices[toTargetName(target)];
  if (own !== undefined) return costOf(own, usage);
  const exact = provider.cost?.(target.model, usage);
  if (exact !== undefined) return exact;
  const listed = provider.price(target.model);
  return listed === undefined ? undefined : costOf(listed, usage);
}

function costOf(price: Price, usage: Usage): number {
  const cachedPrice = price.cachedInputUsdPerMillion ?? price.inputUsdPerMillion;
  const uncached = usage.inputTokens - usage.cachedInputTokens;
  const input = uncached * price.inputUsdPerMillion + usage.cachedInputTokens * cachedPrice;
  return (input + usage.outputTokens * price.outputUsdPerMillion) / 1_000_000;
}
