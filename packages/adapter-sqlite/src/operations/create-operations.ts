import type { File } from '../file/open-file.ts';
import { createAccounts } from './accounts.ts';
import { createAppendEvents } from './append-events.ts';
import { createExchange } from './exchange.ts';
import { createLeases } from './leases.ts';
import { createListRuns } from './list-runs.ts';
import { createPruneRuns } from './prune-runs.ts';
import { createReadEvents } from './read-events.ts';
import { createResponses } from './responses.ts';

/** All that a thread can be asked. */
export function createOperations(file: File) {
  return {
    append: createAppendEvents(file),
    read: createReadEvents(file),
    list: createListRuns(file),
    ...createLeases(file),
    ...createPruneRuns(file),
    exchange: createExchange(file),
    ...createAccounts(file),
    ...createResponses(file),
  };
}

export type Operations = ReturnType<typeof createOperations>;
export type OperationName = keyof Operations;
