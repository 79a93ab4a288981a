import type { Limits } from '@manyhands/core';
import { accountsOf, MAX_OUTPUT_TOKENS, type BalanceCase, type Supply } from '../case.ts';
import { earliestMs, ofSize, sliding, slots, spaced, tightest } from '../ideal.ts';
import { toTask, toText } from '../texts.ts';

const TASKS = 700;
const ANSWER_MS = 500;
const TASK_TOKENS = 300;

const openai = accountsOf('openai', 2, { requestsPerMinute: 60, tokensPerMinute: 15_000 });
const anthropic = accountsOf('anthropic', 2, { requestsPerMinute: 50, inputTokensPerMinute: 20_000 });
const gemini = accountsOf('gemini', 1, { requestsPerMinute: 15, tokensPerMinute: 250_000 });
const deepseek = accountsOf('deepseek', 1, { maxConcurrent: 1 });
const qwen = accountsOf('qwen', 2, { requestsPerMinute: 60, requestsPerSecond: 1 });
const accounts = [...openai, ...anthropic, ...gemini, ...deepseek, ...qwen];

/** Unequal accounts of all five vendors, each with limits of its own kind. */
export const allVendors: BalanceCase = {
  name: '(c) 8 unequal accounts of five vendors, 700 tasks',
  accounts,
  window: 'sliding',
  tasks: Array.from({ length: TASKS }, (_, index) => toTask(`${index} ${toText(TASK_TOKENS, 1)}`)),
  answerMs: ANSWER_MS,
  idealMs: ({ calls, inputTokens }) =>
    ANSWER_MS +
    earliestMs(
      accounts.map(({ limits }) => toSupply(limits, inputTokens / calls)),
      calls,
    ),
  aims: { ratio: 1.01, refused: 0 },
};

function toSupply(limits: Limits, inputTokens: number): Supply {
  const { requestsPerSecond, requestsPerMinute, tokensPerMinute, inputTokensPerMinute, maxConcurrent } = limits;
  const supplies: Supply[] = [];
  if (requestsPerSecond !== undefined) supplies.push(spaced(requestsPerSecond));
  if (requestsPerMinute !== undefined) supplies.push(sliding(requestsPerMinute));
  if (tokensPerMinute !== undefined) supplies.push(ofSize(sliding(tokensPerMinute), inputTokens + MAX_OUTPUT_TOKENS));
  if (inputTokensPerMinute !== undefined) supplies.push(ofSize(sliding(inputTokensPerMinute), inputTokens));
  if (maxConcurrent !== undefined) supplies.push(slots(maxConcurrent, ANSWER_MS));
  return tightest(...supplies);
}
