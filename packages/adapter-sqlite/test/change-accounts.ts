// Changes the accounts at a path, in a process of its own, and says what it did.
import { sealingKeyFromEnv, storedAccounts } from '@manyhands/core';
import { sqliteAccountStore } from '../src/index.ts';

const { path, key } = JSON.parse(process.argv[2]!) as { readonly path: string; readonly key: string };
await using accounts = storedAccounts({
  store: sqliteAccountStore({ path }),
  sealingKey: sealingKeyFromEnv('KEY', { KEY: key }),
});
await accounts.add({ id: 'a', provider: 'one', apiKey: 'sk-first' });
console.log('added a');
await accounts.add({ id: 'b', provider: 'one', apiKey: 'sk-b' });
console.log('added b');
await accounts.rotate('a', 'sk-second');
console.log('rotated a');
await accounts.remove('b');
console.log('removed b');
