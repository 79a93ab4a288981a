import { postgresStore } from '@manyhands/adapter-postgres';
import { sqliteStore } from '@manyhands/adapter-sqlite';
import type { Store } from '@manyhands/core';

/** Where the runs of a process are kept, in words that can be told to another process. */
export type Engine =
  | { readonly type: 'sqlite'; readonly path: string }
  | { readonly type: 'postgres'; readonly connectionString: string; readonly schema: string };

export function openStore(engine: Engine): Store {
  return engine.type === 'sqlite' ? sqliteStore(engine) : postgresStore(engine);
}
