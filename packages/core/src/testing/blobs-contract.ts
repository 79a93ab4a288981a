import assert from 'node:assert/strict';
import type { Blobs } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** `for (const { name, run } of blobsContract) it(name, () => run(({ clock }) => …))`. */
export interface BlobsContractCase {
  readonly name: string;
  /** Each case has an empty place of its own; `open` is called for each process that shares it. Rejects when the promise is broken. */
  run(create: (given: { readonly clock: Clock }) => BlobsUnderTest): Promise<void>;
}

export interface BlobsUnderTest {
  /** A client of its own, as another process would have. */
  open(): Blobs;
}

type Check = (open: () => Blobs, clock: ManualClock) => Promise<void>;

const TEXTS = ['', 'Call me Ishmael.', 'ü🐋\u0000\r\n', 'x'.repeat(2_000_000)];
const UNKNOWN = 'f'.repeat(64);
const ALL = { putBefore: Infinity, maxBlobs: 100 };

const CHECKS: Readonly<Record<string, Check>> = {
  'gives back what was put, as it was, to every client': async (open) => {
    const [writer, reader] = [open(), open()];
    for (const text of TEXTS) assert.equal(await reader.get(await writer.put(text)), text);
  },
  'keeps the same text once, also when several put it at the same time': async (open) => {
    const clients = [open(), open(), open()];
    const addresses = await Promise.all([...clients, ...clients].map(async (blobs) => blobs.put('Call me Ishmael.')));
    assert.equal(new Set(addresses).size, 1);
    assert.equal(await open().prune(ALL), 1);
  },
  'says when a blob is not there, whatever is asked for': async (open) => {
    for (const address of [UNKNOWN, '', '../../etc/passwd', `${UNKNOWN}/..`]) {
      await assert.rejects(open().get(address), { code: 'MANYHANDS_BLOB_MISSING' });
    }
    assert.equal(await open().prune(ALL), 0);
  },
  'removes what nobody put since, a step at a time': async (open, clock) => {
    const blobs = open();
    const [old, renewed] = [await blobs.put('old'), await blobs.put('renewed')];
    await blobs.put('old too');
    await clock.advance(60_000);
    const putBefore = clock.now();
    await blobs.put('renewed');
    const young = await blobs.put('young');
    assert.equal(await blobs.prune({ putBefore, maxBlobs: 1 }), 1);
    assert.equal(await blobs.prune({ putBefore, maxBlobs: 100 }), 1);
    await assert.rejects(blobs.get(old), { code: 'MANYHANDS_BLOB_MISSING' });
    assert.deepEqual([await blobs.get(renewed), await blobs.get(young)], ['renewed', 'young']);
  },
};

/** What every place for blobs promises. */
export const blobsContract: readonly BlobsContractCase[] = Object.entries(CHECKS).map(([name, check]) => ({
  name,
  async run(create) {
    const clock = createManualClock();
    await check(create({ clock }).open, clock);
  },
}));
