// What stores on a database share, for those who write one: appends gathered into transactions, reading by pages, and what the
// events of a run change in tables. An entry point of its own: apps have no use for it.
export {
  createAppendQueue,
  type Append,
  type AppendOutcome,
  type AppendQueue,
  type WriteAppends,
} from './store/append-queue.ts';
export { VALUE, type EventRow } from './store/event-row.ts';
export { readPages, type EventPage } from './store/read-pages.ts';
export type { RowChanges, TaskChange } from './store/row-changes.ts';
