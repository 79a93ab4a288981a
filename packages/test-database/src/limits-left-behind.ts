import type { LimitRule, LimitStore } from '@manyhands/core';

const LEASE_MS = 30_000;
const DAY_MS = 86_400_000;
const HELD = 600;
const charge = { inputTokens: 1, outputTokens: 1, tokens: 2 };
const rules: readonly LimitRule[] = [
  { counts: 'requests', per: 'minute', limit: 1e6, span: { type: 'sliding', ms: 60_000 } },
];

export interface LimitTables {
  readonly store: LimitStore;
  advance(ms: number): Promise<void>;
  /** Rows of `limit_…`. */
  count(table: string): Promise<number>;
}

/** What is left of three processes that are gone, one of which held calls in a group that nobody asks for any more. */
export async function limitsLeftBehind({ store, advance, count }: LimitTables) {
  const say = (owner: string, group: string, ids: readonly string[]) =>
    store.exchange({
      owner,
      leaseMs: LEASE_MS,
      rules: { [group]: rules },
      changes: [],
      asks: ids.map((id) => ({ id, group, charge })),
    });
  const finish = (owner: string, group: string, id: string) =>
    store.exchange({
      owner,
      leaseMs: LEASE_MS,
      rules: { [group]: rules },
      changes: [
        { type: 'start', id, group },
        { type: 'settle', id, group, charge },
      ],
      asks: [],
    });

  await say(
    'holds',
    'forsaken',
    Array.from({ length: HELD }, (_, index) => `held ${index}`),
  );
  for (const owner of ['one', 'two']) {
    await say(owner, owner, [owner]);
    await finish(owner, owner, owner);
  }
  await advance(2 * LEASE_MS);
  await say('last', 'used', []);
  const soon = { owners: await count('owners'), reservations: await count('reservations') };

  await advance(2 * DAY_MS);
  for (let exchange = 0; exchange < 3; exchange += 1) await say('last', 'used', []);
  const aDayLater = {
    owners: await count('owners'),
    reservations: await count('reservations'),
    taken: await count('taken'),
  };
  return { soon, aDayLater };
}
