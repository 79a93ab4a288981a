import { DatabaseSync } from 'node:sqlite';
import { createManualClock, limitStoreContract } from '@manyhands/core/testing';
import { afterAll, describe, it } from 'vitest';
import { sqliteLimitStore } from './index.ts';
import { newFolder } from './testing/new-folder.ts';

describe('the SQLite limit store', () => {
  const path = `${newFolder()}/limits.db`;
  const clock = createManualClock();
  // Starting a thread takes longer than most of what is checked: the clients share two connections.
  const stores = [sqliteLimitStore({ path, clock }), sqliteLimitStore({ path, clock })];
  afterAll(() => Promise.all(stores.map((store) => store.close())));
  let opened = 0;

  async function create() {
    await stores[0]!.exchange({ owner: 'first', leaseMs: 1, rules: {}, changes: [], asks: [] });
    const database = new DatabaseSync(path);
    for (const name of ['owners', 'taken', 'reservations', 'line']) database.exec(`DELETE FROM limit_${name}`);
    database.close();
    const open = () => ({ ...stores[opened++ % stores.length]!, close: () => Promise.resolve() });
    return { open, advance: (ms: number) => clock.advance(ms) };
  }

  for (const { name, run } of limitStoreContract) it(name, { timeout: 20_000 }, () => run(create));
});
