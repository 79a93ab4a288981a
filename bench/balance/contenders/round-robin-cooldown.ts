import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Contender } from '../contender.ts';
import { createVendorCall, isRefused, retryAfterMs, type VendorCall } from '../vendor-call.ts';

/** Where the vendor states no wait. */
const COOLDOWN_MS = 5_000;
/** Calls at once of the whole gateway. */
const CONCURRENCY = 100;
const MAX_ATTEMPTS = 100;

interface Deployment {
  readonly call: VendorCall;
  coolsUntil: number;
}

export const roundRobinCooldown: Contender = {
  name: 'round robin with cooldown',
  source: `what gateways such as LiteLLM's router do: accounts in turn; one that refuses or fails is left out for as long as the vendor states, else ${COOLDOWN_MS / 1_000} s; the call goes to the next`,
  async run(work) {
    const deployments = work.accounts.map((account): Deployment => {
      return { call: createVendorCall(account, work, 0), coolsUntil: 0 };
    });
    const limit = pLimit(CONCURRENCY);
    let turn = 0;

    function next(): Deployment {
      const awake = deployments.filter(({ coolsUntil }) => coolsUntil <= performance.now());
      turn += 1;
      return awake[turn % awake.length] ?? deployments.toSorted((a, b) => a.coolsUntil - b.coolsUntil)[0]!;
    }

    async function complete(text: string): Promise<void> {
      for (let attempt = 1; ; attempt += 1) {
        const deployment = next();
        await sleep(Math.max(0, deployment.coolsUntil - performance.now()));
        try {
          return await deployment.call(text);
        } catch (error) {
          if (attempt === MAX_ATTEMPTS) throw error;
          const wait = isRefused(error) ? (retryAfterMs(error) ?? COOLDOWN_MS) : COOLDOWN_MS;
          deployment.coolsUntil = performance.now() + wait;
        }
      }
    }

    const ends = await Promise.allSettled(work.tasks.map(({ text }) => limit(() => complete(text))));
    return ends.filter(({ status }) => status === 'fulfilled').length;
  },
};
