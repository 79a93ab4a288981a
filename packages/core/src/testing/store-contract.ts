import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { createManualClock } from './manual-clock.ts';
import { LEASE_CHECKS } from './store/lease-checks.ts';
import { LIST_CHECKS } from './store/list-checks.ts';
import { LOG_CHECKS } from './store/log-checks.ts';
import type { StoreCheck } from './store/store-check.ts';

/** `for (const { name, run } of storeContract) it(name, () => run(({ clock }) => memoryStore({ clock })))`. */
export interface StoreContractCase {
  readonly name: string;
  /** Each case has a store of its own, empty, that takes its time from `clock`. Rejects when the promise is broken. */
  run(create: (given: { readonly clock: Clock }) => Store | Promise<Store>): Promise<void>;
}

const CHECKS: Readonly<Record<string, StoreCheck>> = { ...LOG_CHECKS, ...LEASE_CHECKS, ...LIST_CHECKS };

/** What every store promises while its process lives; what survives a crash is for each store to show. */
export const storeContract: readonly StoreContractCase[] = Object.entries(CHECKS).map(([name, check]) => ({
  name,
  async run(create) {
    const clock = createManualClock();
    const store = await create({ clock });
    try {
      await check(store, clock);
    } finally {
      await store.close();
    }
  },
}));
