import { accountsOf, type BalanceCase } from '../case.ts';
import { earliestMs, slots } from '../ideal.ts';
import { toTask } from '../texts.ts';

const TASKS = 1_200;
const SLOTS = 8;
const ANSWER_MS = 2_000;
const accounts = accountsOf('deepseek', 5, { maxConcurrent: SLOTS });

/** Accounts that limit nothing but calls at once. */
export const concurrency: BalanceCase = {
  name: '(e) 5 accounts × 8 calls at once, 1,200 tasks of 2 s',
  accounts,
  window: 'sliding',
  tasks: Array.from({ length: TASKS }, (_, index) => toTask(`Say ok to number ${index}.`)),
  answerMs: ANSWER_MS,
  idealMs: ({ calls }) =>
    ANSWER_MS +
    earliestMs(
      accounts.map(() => slots(SLOTS, ANSWER_MS)),
      calls,
    ),
  aims: { ratio: 1.01, refused: 0 },
};
