import type { Pool } from './config/check-pool.ts';
import type { Balancer } from './ports/balancer.ts';

/** Keeps the accounts of a balancer as their source has them. */
export interface FollowedAccounts {
  /**
   * Resolves when the balancer has them; when they could not be had, the next call tries again.
   *
   * @throws ManyhandsError
   */
  begin(): Promise<void>;
  end(): void;
}

export function followAccounts({ accountSource, providers }: Pool, balancer: Balancer): FollowedAccounts {
  let following: Promise<() => void> | undefined;
  if (accountSource === undefined) return { begin: () => Promise.resolve(), end() {} };

  return {
    async begin() {
      following ??= accountSource.follow({
        add: (account) => void (providers.has(account.provider) && balancer.add(account)),
        remove: balancer.remove,
      });
      following.catch(() => (following = undefined));
      await following;
    },
    end: () => void following?.then((stop) => stop()).catch(() => {}),
  };
}
