import { accountStoreContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { sqliteAccountStore } from './index.ts';
import { newFolder } from './testing/new-folder.ts';

describe('the SQLite account store', () => {
  const folder = newFolder();
  for (const [index, { name, run }] of accountStoreContract.entries()) {
    it(name, () => run(() => ({ open: () => sqliteAccountStore({ path: `${folder}/${index}.db` }) })));
  }
});
