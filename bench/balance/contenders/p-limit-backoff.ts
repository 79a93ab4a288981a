import pLimit from 'p-limit';
import pRetry from 'p-retry';
import type { Contender } from '../contender.ts';
import { createVendorCall } from '../vendor-call.ts';

/** Calls at once of each account. */
const CONCURRENCY = 10;

export const pLimitBackoff: Contender = {
  name: 'p-limit with backoff',
  source: `p-limit (${CONCURRENCY} at once an account) and p-retry (from 1 s, twice as long each time, to 30 s), accounts in turn`,
  async run(work) {
    const calls = work.accounts.map((account) => createVendorCall(account, work, 0));
    const limits = calls.map(() => pLimit(CONCURRENCY));
    const ends = await Promise.allSettled(
      work.tasks.map(({ text }, index) => {
        const account = index % calls.length;
        const call = () => calls[account]!(text);
        return limits[account]!(() =>
          pRetry(call, { retries: 20, minTimeout: 1_000, maxTimeout: 30_000, randomize: true }),
        );
      }),
    );
    return ends.filter(({ status }) => status === 'fulfilled').length;
  },
};
