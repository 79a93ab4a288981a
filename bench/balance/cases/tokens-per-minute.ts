import { accountsOf, MAX_OUTPUT_TOKENS, type BalanceCase } from '../case.ts';
import { bucket, earliestMs } from '../ideal.ts';
import { createSpread, toTask, toText } from '../texts.ts';

const TOKENS_PER_MINUTE = 40_000;
const ANSWER_MS = 200;
const SMALLEST = 60;
const SPREAD = 50;
/** Two and a half minutes' worth: one at once, the rest as it refills. */
const TASKS = 650;
const accounts = accountsOf('openai', 5, { tokensPerMinute: TOKENS_PER_MINUTE });

/** Five accounts with tokens a minute, and tasks of 60 to 3,000 tokens whose estimates are wrong by up to `error`. */
export function tokensPerMinute(error: number, ratio: number): BalanceCase {
  const next = createSpread(7);
  const tasks = Array.from({ length: TASKS }, () => {
    const tokens = Math.round(SMALLEST * SPREAD ** next());
    return toTask(toText(tokens, 1 + error * (2 * next() - 1)));
  });
  return {
    name: `(b) 5 accounts × 40,000 tokens a minute, 650 tasks of 60 to 3,000, estimates ${error * 100} % wrong`,
    accounts,
    window: 'bucket',
    tasks,
    answerMs: ANSWER_MS,
    idealMs: ({ calls, inputTokens }) =>
      ANSWER_MS +
      earliestMs(
        accounts.map(() => bucket(TOKENS_PER_MINUTE)),
        inputTokens + calls * MAX_OUTPUT_TOKENS,
      ),
    aims: { ratio, refused: 0 },
  };
}
