import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { systemClock } from '../defaults/system-clock.ts';
import { blobDamagedError, blobMissingError } from '../errors/blob-error.ts';
import type { BlobPruneRequest, Blobs } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';

export interface FileBlobsOptions {
  /** A folder of its own, which all processes share: a local disk, or a network drive with atomic renames. Made when missing. */
  readonly path: string;
  /** Default: the system clock. */
  readonly clock?: Clock;
}

/** SHA-256 in hex. */
const ADDRESS = /^[0-9a-f]{64}$/;

/**
 * Keeps blobs as files, by the SHA-256 of their text.
 *
 * @throws what the file system says, when a blob cannot be written
 * @example
 * const blobs = fileBlobs({ path: '/shared/blobs' });
 */
export function fileBlobs({ path, clock = systemClock }: FileBlobsOptions): Blobs {
  const root = resolve(path);
  /** Folders do not grow without end. */
  const fileOf = (address: string) => join(root, address.slice(0, 2), address);

  async function put(text: string): Promise<string> {
    const address = hash('sha256', text);
    const file = fileOf(address);
    if (!(await touch(file, clock.now()))) await write(file, text, clock.now());
    return address;
  }

  async function get(address: string): Promise<string> {
    if (!ADDRESS.test(address)) throw blobMissingError(address, root);
    const text = await readFile(fileOf(address), 'utf8').catch(unlessMissing);
    if (text === undefined) throw blobMissingError(address, root);
    if (hash('sha256', text) !== address) throw blobDamagedError(address, root);
    return text;
  }

  /** What a process that was killed left half written goes too. */
  async function prune({ putBefore, maxBlobs }: BlobPruneRequest): Promise<number> {
    let removed = 0;
    for (const folder of (await readdir(root).catch(unlessMissing)) ?? []) {
      for (const name of (await readdir(join(root, folder)).catch(unlessMissing)) ?? []) {
        if (removed === maxBlobs) return removed;
        if (await removeOld(join(root, folder, name), putBefore)) removed += 1;
      }
    }
    return removed;
  }

  return { name: 'file', put, get, prune };
}

/** Whether it is there. */
async function touch(file: string, now: number): Promise<boolean> {
  const touched = await utimes(file, now / 1_000, now / 1_000).then(() => true, unlessMissing);
  return touched === true;
}

/** Under its name only when all of it is on the disk, and the name too. */
async function write(file: string, text: string, now: number): Promise<void> {
  const folder = dirname(file);
  const draft = `${file}.${randomUUID()}`;
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(draft, text, { flush: true });
    await touch(draft, now);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await using handle = await open(folder);
  await handle.sync();
}

async function removeOld(file: string, putBefore: number): Promise<boolean> {
  // File systems keep times in seconds, with a fraction that is not always exact.
  const facts = await stat(file).catch(unlessMissing);
  if (facts === undefined || Math.round(facts.mtimeMs) >= putBefore) return false;
  await rm(file, { force: true });
  return true;
}

function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
