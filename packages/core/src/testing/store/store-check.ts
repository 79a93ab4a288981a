import type { Store } from '../../ports/store.ts';
import type { ManualClock } from '../manual-clock.ts';

/** Rejects when a promise is broken. The store is empty and takes its time from `clock`. */
export type StoreCheck = (store: Store, clock: ManualClock) => Promise<void>;
