import { toMoney } from '../text/figures.ts';
import type { Job } from '../job/job.ts';
import type { Pool } from './pool.ts';

const CHARACTERS_PER_TOKEN = 4;
/** Of the instructions with each piece, and of an answer about one. */
const PROMPT_TOKENS = 350;
const ANSWER_TOKENS = 200;

/** One sentence before any money is spent: what the job will cost about, at the mean of the list prices of the pool. */
export function toExpectedCost({ input }: Job, { providers, accounts, kind }: Pool, budgetUsd: number): string {
  const served = new Set(accounts.map(({ provider }) => provider));
  const prices = providers
    .filter(({ id }) => served.has(id))
    .map(({ defaultModel, price }) => (defaultModel === undefined ? undefined : price(defaultModel)))
    .filter((price) => price !== undefined);
  const bound = `The run stops at ${budgetUsd.toFixed(2)} USD (--budget).`;
  if (prices.length === 0) return `No price of these models is known. ${bound}`;
  const pieces = typeof input === 'string' ? Math.ceil(input.length / 8_000) : input.length;
  const tokensIn = JSON.stringify(input).length / CHARACTERS_PER_TOKEN + pieces * PROMPT_TOKENS;
  const usd = prices.reduce(
    (sum, price) => sum + tokensIn * price.inputUsdPerMillion + pieces * ANSWER_TOKENS * price.outputUsdPerMillion,
    0,
  );
  return `Expected cost: about ${toMoney({ usd: usd / prices.length / 1e6, unpriced: [] }, kind === 'simulated')}. ${bound}`;
}
