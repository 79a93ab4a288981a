import { accountsOf, type BalanceCase, type Supply } from '../case.ts';
import { bucket, changed, earliestMs } from '../ideal.ts';
import { toTask } from '../texts.ts';

const TASKS = 600;
const ANSWER_MS = 200;
const BURST = 5;
const HALFWAY_MS = 27_500;
/** Answers of the slow account take five seconds instead. */
const SLOWER = 25;
const accounts = accountsOf('openai', 10, { requestsPerMinute: 60 }, { burst: BURST });
const [dead, slow, halved, ...rest] = accounts.map(({ id }) => id) as [string, string, string, ...string[]];

const whole = bucket(60, BURST);
const supplies: readonly Supply[] = [
  changed(whole, HALFWAY_MS, 0),
  whole,
  changed(whole, HALFWAY_MS, 0.5),
  ...rest.map(() => whole),
];

/** Ten accounts; halfway through one dies, one turns slow, and the true limit of one is half of what was stated. */
export const disturbed: BalanceCase = {
  name: '(d) 10 accounts × 60 requests a minute, 600 tasks; halfway one dies, one is slow, one has half its limit',
  accounts,
  window: 'bucket',
  tasks: Array.from({ length: TASKS }, (_, index) => toTask(`Say ok to number ${index}.`)),
  answerMs: ANSWER_MS,
  disturbances: [
    {
      atMs: HALFWAY_MS,
      strike(simulator) {
        simulator.inject({ type: 'invalid-key', account: dead });
        simulator.inject({ type: 'slow', factor: SLOWER, account: slow });
        simulator.setLimits(halved, { requestsPerMinute: 30 });
      },
    },
  ],
  idealMs: ({ calls }) => ANSWER_MS + earliestMs(supplies, calls),
  // A handful: each account may learn what has changed from one refusal, and its calls under way may bring some more.
  aims: { refused: 5, kept: { share: 0.98, accounts: rest, supply: whole } },
};
