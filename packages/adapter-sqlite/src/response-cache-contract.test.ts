import { responseCacheContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { sqliteResponseCache } from './index.ts';
import { newFolder } from './testing/new-folder.ts';

describe('the SQLite response cache', () => {
  const folder = newFolder();
  const bounds = { maxEntries: 100, keepMs: 60_000 };

  for (const [index, { name, run }] of responseCacheContract.entries()) {
    const path = `${folder}/${index}.db`;
    it(name, () => run(() => ({ ...bounds, open: () => sqliteResponseCache({ path, ...bounds }) })));
  }
});
