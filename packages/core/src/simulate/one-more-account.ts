import type { Account } from '../domain/account.ts';
import type { OneMoreAccount } from './forecast.ts';
import { runTasks, type SimulatedPool } from './run-tasks.ts';
import type { SimulatedTask } from './simulated-task.ts';

/** Runs the tasks again with a copy of one account of each kind. */
export async function oneMoreOfEach(
  tasks: readonly SimulatedTask[],
  pool: SimulatedPool,
  makespanMs: number,
): Promise<readonly OneMoreAccount[]> {
  const outcomes: OneMoreAccount[] = [];
  for (const account of oneOfEachKind(pool.accounts)) {
    const accounts = [...pool.accounts, copyOf(account)];
    const more = await runTasks(tasks, { ...pool, accounts }, () => {});
    outcomes.push({
      like: account.id,
      provider: account.provider,
      makespanMs: more.makespanMs,
      savedMs: makespanMs - more.makespanMs,
    });
  }
  return outcomes.toSorted((a, b) => b.savedMs - a.savedMs);
}

/** Accounts of one provider with the same limits are of one kind. */
function oneOfEachKind(accounts: readonly Account[]): readonly Account[] {
  const kinds = new Map<string, Account>();
  for (const account of accounts) {
    const { provider, limits, limitsByFamily, share, disabled } = account;
    if (disabled === true) continue;
    const kind = JSON.stringify([provider, limits, limitsByFamily, share]);
    if (!kinds.has(kind)) kinds.set(kind, account);
  }
  return [...kinds.values()];
}

/** Of another owner: it shares no limits with the one it is like. */
function copyOf({ quotaGroup: _shared, ...account }: Account): Account {
  return { ...account, id: `one more ${account.id}` };
}
