// Changes the accounts at a path, in a process of its own, and says what it did: adds `count` of them, or some of each change.
import { sealingKeyFromEnv, storedAccounts } from '@manyhands/core';
import { sqliteAccountStore } from '../src/index.ts';

const { path, key, count } = JSON.parse(process.argv[2]!) as {
  readonly path: string;
  readonly key: string;
  readonly count?: number;
};
await using accounts = storedAccounts({
  store: sqliteAccountStore({ path }),
  sealingKey: sealingKeyFromEnv('KEY', { KEY: key }),
});

async function add(id: string): Promise<void> {
  await accounts.add({ id, provider: 'one', apiKey: `sk-${id}` });
  console.log(`added ${id}`);
}

if (count === undefined) {
  await add('a');
  await add('b');
  await accounts.rotate('a', 'sk-second');
  console.log('rotated a');
  await accounts.remove('b');
  console.log('removed b');
} else {
  for (let index = 0; index < count; index += 1) await add(`${index}`);
}
