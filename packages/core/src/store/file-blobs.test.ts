import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blobsContract } from '../testing/blobs-contract.ts';
import { fileBlobs } from './file-blobs.ts';

describe('blobs in files', () => {
  const root = mkdtempSync(join(tmpdir(), 'manyhands-blobs-'));
  afterAll(() => rmSync(root, { recursive: true }));

  for (const [index, { name, run }] of blobsContract.entries()) {
    // eslint-disable-next-line vitest/expect-expect, vitest/valid-title
    it(name, () => run(({ clock }) => ({ open: () => fileBlobs({ path: join(root, String(index)), clock }) })));
  }

  it('that are not as they were put are said to be damaged', async () => {
    const path = join(root, 'damaged');
    const blobs = fileBlobs({ path });
    const address = await blobs.put('Call me Ishmael.');
    const [folder] = readdirSync(path);
    writeFileSync(join(path, folder!, address), 'Call me Ahab.');
    await expect(blobs.get(address)).rejects.toMatchObject({ code: 'MANYHANDS_BLOB_DAMAGED' });
  });

  it('that could not be written leave nothing behind', async () => {
    const path = join(root, 'full');
    writeFileSync(path, 'a file where the folder should be');
    await expect(fileBlobs({ path }).put('text')).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});
