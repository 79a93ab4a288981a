/** So many prefixes are remembered; vendors' caches forget sooner. */
const MOST = 10_000;

/** Which account served the last call with the same prefix. */
export interface WarmAccounts {
  get(affinityKey: string | undefined): string | undefined;
  set(affinityKey: string | undefined, accountId: string): void;
}

export function createWarmAccounts(): WarmAccounts {
  const accounts = new Map<string, string>();
  return {
    get: (affinityKey) => (affinityKey === undefined ? undefined : accounts.get(affinityKey)),
    set(affinityKey, accountId) {
      if (affinityKey === undefined) return;
      accounts.delete(affinityKey);
      accounts.set(affinityKey, accountId);
      // A map has the order in which it was filled: the first is the one that was not used for longest.
      if (accounts.size > MOST) accounts.delete(accounts.keys().next().value!);
    },
  };
}
