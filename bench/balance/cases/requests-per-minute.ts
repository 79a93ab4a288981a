import { accountsOf, type BalanceCase } from '../case.ts';
import { bucket, earliestMs } from '../ideal.ts';
import { toTask } from '../texts.ts';

const TASKS = 300;
const ANSWER_MS = 200;
const BURST = 5;
const accounts = accountsOf('openai', 5, { requestsPerMinute: 60 }, { burst: BURST });

/** Five accounts of 60 requests a minute, counted by buckets of five; everything is there at once. */
export const requestsPerMinute: BalanceCase = {
  name: '(a) 5 accounts × 60 requests a minute, 300 tasks',
  accounts,
  window: 'bucket',
  tasks: Array.from({ length: TASKS }, (_, index) => toTask(`Say ok to number ${index}.`)),
  answerMs: ANSWER_MS,
  idealMs: ({ calls }) =>
    ANSWER_MS +
    earliestMs(
      accounts.map(() => bucket(60, BURST)),
      calls,
    ),
  aims: { ratio: 1.01, refused: 0 },
};
