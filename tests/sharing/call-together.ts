// A process that uses accounts which others use at the same time: makes as many calls as it is told, and says how many were answered.
import { memoryTransport } from '@manyhands/adapter-memory';
import { postgresLimitStore } from '@manyhands/adapter-postgres';
import { sqliteLimitStore } from '@manyhands/adapter-sqlite';
import { createOrchestrator, type AccountInput, type LimitStore } from '@manyhands/core';
import { deepseek, openai } from '@manyhands/providers';

/** As an argument of the process, in JSON. */
export interface CallTogether {
  readonly store: { readonly path: string } | { readonly connectionString: string; readonly schema: string };
  readonly accounts: readonly (AccountInput & { readonly provider: 'openai' | 'deepseek' })[];
  readonly calls: number;
}

const { store, accounts, calls } = JSON.parse(process.argv[2]!) as CallTogether;

function openStore(): LimitStore {
  return 'path' in store ? sqliteLimitStore(store) : postgresLimitStore(store);
}

await using orchestrator = createOrchestrator({
  planner: { provider: 'deepseek', model: 'deepseek-v4-pro' },
  providers: [openai(), deepseek()],
  accounts,
  transport: memoryTransport(),
  routes: { any: ['openai:gpt-5-mini', 'deepseek:deepseek-v4-pro'] },
  limits: { store: openStore() },
  // A machine that is busy may hold a call up on its way.
  settings: { limitGuardMs: 3_000 },
});

let answered = 0;
console.log('ready');
await Promise.all(
  Array.from({ length: calls }, async (_, index) => {
    await orchestrator.generate({ messages: [{ role: 'user', content: `Say ${index}.` }], maxOutputTokens: 20 });
    answered += 1;
    console.log(`answered ${answered}`);
  }),
);
