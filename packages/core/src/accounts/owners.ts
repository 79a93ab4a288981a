import type { StoredAccount } from './to-record.ts';

/** One identity, e.g. an e-mail address, with its accounts at every vendor. */
export interface AccountOwner {
  readonly owner: string;
  readonly accounts: readonly StoredAccount[];
}

/** The accounts that say whose they are, by identity: capitals and spaces around make no other one. */
export function toOwners(accounts: readonly StoredAccount[]): readonly AccountOwner[] {
  const owned = accounts.filter(({ owner }) => owner !== undefined);
  return [...Map.groupBy(owned, ({ owner }) => toIdentity(owner!))]
    .map(([owner, accounts]) => ({ owner, accounts }))
    .sort((a, b) => (a.owner < b.owner ? -1 : 1));
}

export function isOwnedBy({ owner }: StoredAccount, wanted: string): boolean {
  return owner !== undefined && toIdentity(owner) === toIdentity(wanted);
}

function toIdentity(owner: string): string {
  return owner.trim().toLowerCase();
}
