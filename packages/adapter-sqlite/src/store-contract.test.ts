import { storeContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { sqliteStore } from './index.ts';
import { newFolder } from './testing/new-folder.ts';

describe('the SQLite store', () => {
  const folder = newFolder();
  for (const [index, { name, run }] of storeContract.entries()) {
    it(name, () => run(({ clock }) => sqliteStore({ path: `${folder}/${index}.db`, clock })));
  }
});
