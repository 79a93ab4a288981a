import { accountsFromEnv, type AccountInput, type Provider } from '@manyhands/core';
import { anthropic, deepseek, gemini, openai, qwen } from '@manyhands/providers';
import { UsageError } from '../arguments.ts';
import { readAccountsFile } from './accounts-file.ts';
import { KEY_VARIABLES } from './key-variables.ts';
import type { Pool } from './pool.ts';

/** The vendor whose default model plans and judges: the first of these that has an account. */
const PLANNERS = ['anthropic', 'openai', 'gemini', 'deepseek', 'qwen'];
/** Until the first answer says what an account may do, it gets no burst. */
const UNSTATED_LIMITS = { maxConcurrent: 8 };

/** Real vendors, when there are accounts for them: in the file, else in the environment. */
export async function findVendorPool(env: NodeJS.ProcessEnv, file: string | undefined): Promise<Pool | undefined> {
  const found = file === undefined ? accountsFromEnv(KEY_VARIABLES, env) : await readAccountsFile(file);
  if (found.length === 0) return undefined;
  const accounts = found.map(withLimits);
  const providers = [openai(), anthropic(), gemini(), deepseek(), qwen()];
  return {
    kind: 'vendors',
    notice: `Real vendors: ${countAccounts(accounts)}. This costs money.`,
    planner: choosePlanner(providers, accounts),
    providers,
    accounts,
    close: async () => {},
  };
}

function withLimits(account: AccountInput): AccountInput {
  return { limits: UNSTATED_LIMITS, ...account };
}

function choosePlanner(providers: readonly Provider[], accounts: readonly AccountInput[]): Pool['planner'] {
  const served = new Set(accounts.map(({ provider }) => provider));
  for (const id of PLANNERS) {
    const model = providers.find((provider) => provider.id === id)?.defaultModel;
    if (served.has(id) && model !== undefined) return { provider: id, model };
  }
  throw new UsageError(`No account is of a known provider; known are ${PLANNERS.join(', ')}.`);
}

/** "2 accounts at openai, 1 account at qwen". */
export function countAccounts(accounts: readonly AccountInput[]): string {
  const counts = Map.groupBy(accounts, ({ provider }) => provider);
  return [...counts]
    .map(([provider, { length }]) => `${length} ${length === 1 ? 'account' : 'accounts'} at ${provider}`)
    .join(', ');
}
