import type { Store } from '@manyhands/core';
import { sqliteStore } from '@manyhands/adapter-sqlite';

/** Where the runs of a process are kept, in words that can be told to another process. */
export interface Engine {
  readonly type: 'sqlite';
  readonly path: string;
}

export function openStore({ path }: Engine): Store {
  return sqliteStore({ path });
}
