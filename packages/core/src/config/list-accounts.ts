import type { Account } from '../domain/account.ts';
import { Secret } from '../domain/secret.ts';
import type { ListedAccount } from '../ports/accounts.ts';
import type { Pool } from './check-pool.ts';

/** The accounts of the pool as they are now, wherever they come from. Those of a source are without their keys. */
export async function listAccounts({ accounts, accountSource, providers }: Pool): Promise<readonly Account[]> {
  if (accountSource === undefined) return accounts;
  const listed = await accountSource.list();
  return listed.filter(({ provider }) => providers.has(provider)).map(toAccount);
}

/** With the providers that have an account now, for what is offered to a planner. */
export async function withServed(pool: Pool): Promise<Pool> {
  if (pool.accountSource === undefined) return pool;
  const enabled = (await listAccounts(pool)).filter(({ disabled }) => disabled !== true);
  return { ...pool, served: new Set(enabled.map(({ provider }) => provider)) };
}

function toAccount({ isDisabled, ...listed }: ListedAccount): Account {
  return { ...listed, apiKey: new Secret(''), disabled: isDisabled };
}
