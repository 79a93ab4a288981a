import type { Contender } from '../contender.ts';
import { createVendorCall } from '../vendor-call.ts';

/** As in "a loop with retries": enough that no task is given up before its turn can come. */
const SDK_RETRIES = 20;

export const naiveLoop: Contender = {
  name: 'naive loop',
  source: `the loop people write: everything at once, accounts in turn, the official SDKs repeat (maxRetries ${SDK_RETRIES})`,
  async run(work) {
    const calls = work.accounts.map((account) => createVendorCall(account, work, SDK_RETRIES));
    const ends = await Promise.allSettled(work.tasks.map(({ text }, index) => calls[index % calls.length]!(text)));
    return ends.filter(({ status }) => status === 'fulfilled').length;
  },
};
