import assert from 'node:assert/strict';
import type { LimitRule, LimitStore } from '../ports/limit-store.ts';
import type { ContractCase } from './contract.ts';
import { DIMENSION_CHECKS } from './limits/dimension-checks.ts';
import { LEASE_CHECKS } from './limits/lease-checks.ts';
import { createLimitClient, type LimitClient } from './limits/limit-client.ts';
import { LINE_CHECKS } from './limits/line-checks.ts';
import { holdsWhateverComes } from './limits/limit-properties.ts';

/** A store without anything in it, on a clock of the test. */
export interface LimitStoreUnderTest {
  /** A client of its own, as another process would have. */
  open(): LimitStore | Promise<LimitStore>;
  /** Lets the store's clock go on. It stands still otherwise. */
  advance(ms: number): Promise<void>;
}

/** What a check works with. */
export interface LimitBench {
  /** Opens a client that knows these rules. */
  client(owner: string, ...rules: readonly LimitRule[]): Promise<LimitClient>;
  advance(ms: number): Promise<void>;
}

const CHECKS: Readonly<Record<string, (bench: LimitBench) => Promise<void>>> = {
  ...DIMENSION_CHECKS,
  ...LEASE_CHECKS,
  ...LINE_CHECKS,
};

const PROPERTY_RUNS = 40;

/** What every limit store promises. */
export const limitStoreContract: readonly ContractCase<LimitStoreUnderTest>[] = [
  ...Object.entries(CHECKS).map(([name, check]) => ({
    name,
    run: (create: () => LimitStoreUnderTest | Promise<LimitStoreUnderTest>) =>
      withStores(create, async (newUnderTest) => {
        const { open, advance } = await newUnderTest();
        await check({ advance, client: async (owner, ...rules) => createLimitClient(await open(), owner, rules) });
      }),
  })),
  {
    name: 'is never over a limit, and lets nobody wait for ever, whatever several clients do at once',
    run: (create) => withStores(create, (newUnderTest) => holdsWhateverComes(newUnderTest, PROPERTY_RUNS)),
  },
];

/** Closes every client that was opened. */
async function withStores(
  create: () => LimitStoreUnderTest | Promise<LimitStoreUnderTest>,
  use: (newUnderTest: () => Promise<LimitStoreUnderTest>) => Promise<void>,
): Promise<void> {
  const opened: LimitStore[] = [];
  try {
    await use(async () => {
      const underTest = await create();
      return {
        advance: underTest.advance,
        async open() {
          const store = await underTest.open();
          opened.push(store);
          return store;
        },
      };
    });
  } finally {
    await Promise.all(opened.map((store) => store.close()));
  }
  assert.ok(opened.length > 0);
}
