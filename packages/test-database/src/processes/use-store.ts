import type { Store } from '@manyhands/core';
import { appendForEver } from './append-for-ever.ts';
import { takeTurns } from './take-turns.ts';

/** What a process does with its store. */
export type StoreUse =
  | { readonly type: 'append-for-ever'; readonly runIds: readonly string[] }
  | { readonly type: 'take-turns'; readonly runId: string; readonly owner: string };

/** In a process of its own, which an adapter's test starts. */
export async function useStore(store: Store, use: StoreUse): Promise<void> {
  if (use.type === 'append-for-ever') await appendForEver(store, use.runIds);
  else await takeTurns(store, use.runId, use.owner);
  await store.close();
}
