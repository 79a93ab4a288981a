import { responseCacheContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { sqliteResponseCache } from './index.ts';
import { newFolder } from './testing/new-folder.ts';

describe('the SQLite response cache', () => {
  const folder = newFolder();
  const maxEntries = 100;

  for (const [index, { name, run }] of responseCacheContract.entries()) {
    const path = `${folder}/${index}.db`;
    it(name, () => run(() => ({ maxEntries, open: () => sqliteResponseCache({ path, maxEntries }) })));
  }
});
