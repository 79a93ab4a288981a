import type { TaskMessage } from '../domain/message.ts';
import { toTargetName, type Target } from '../domain/target.ts';
import { NO_USAGE, type Price, type PriceTable, type Usage } from '../domain/usage.ts';
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

/** Estimates of prompts are not further off than this. */
const UNDERESTIMATED = 2;

/** What a call of any of the targets costs at most; `undefined` when nobody knows one of the prices. */
export function mostExpensive(
  prices: PriceTable,
  providers: ReadonlyMap<string, Provider>,
  { targets, inputTokens, prompt }: Pick<TaskMessage, 'targets' | 'inputTokens' | 'prompt'>,
): number | undefined {
  let most = 0;
  for (const target of targets) {
    const provider = providers.get(target.provider);
    if (provider === undefined) continue;
    const outputTokens = prompt.maxOutputTokens ?? provider.capabilities(target.model).maxOutputTokens;
    const usage = { ...NO_USAGE, inputTokens: UNDERESTIMATED * inputTokens, outputTokens };
    const usd = priceCall(prices, provider, target, usage);
    if (usd === undefined) return undefined;
    most = Math.max(most, usd);
  }
  return most;
}

function costOf(price: Price, usage: Usage): number {
  const cachedPrice = price.cachedInputUsdPerMillion ?? price.inputUsdPerMillion;
  const uncached = usage.inputTokens - usage.cachedInputTokens;
  const input = uncached * price.inputUsdPerMillion + usage.cachedInputTokens * cachedPrice;
  return (input + usage.outputTokens * price.outputUsdPerMillion) / 1_000_000;
}
