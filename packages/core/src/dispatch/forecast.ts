import type { TaskMessage } from '../domain/message.ts';
import type { Target } from '../domain/target.ts';
import { toTargetName } from '../domain/target.ts';
import type { Task } from '../domain/task.ts';
import type { Price, PriceTable } from '../domain/usage.ts';
import type { Provider } from '../ports/provider.ts';
import type { CallForecast } from './budget-gate.ts';

/** Of an answer nothing is said about. */
const EXPECTED_OUTPUT_TOKENS = 1_000;

/** What a call may take and cost, from its prompt, the expected or greatest length of its answer, and the price of its first target. */
export function createForecast(pool: {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly prices: PriceTable;
}): (message: TaskMessage, task: Task) => CallForecast {
  const priceOf = (target: Target): Price | undefined =>
    pool.prices[toTargetName(target)] ?? pool.providers.get(target.provider)?.price(target.model);

  return ({ prompt, inputTokens, targets: [target] }, task) => {
    const output = prompt.maxOutputTokens ?? task.expectedOutputTokens ?? EXPECTED_OUTPUT_TOKENS;
    const price = target && priceOf(target);
    const usd = price && (inputTokens * price.inputUsdPerMillion + output * price.outputUsdPerMillion) / 1_000_000;
    return { tokens: inputTokens + output, usd };
  };
}
