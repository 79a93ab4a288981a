import { resolve } from 'node:path';
import { ConfigError, type Clock } from '@manyhands/core';

/** Where the database is. */
export interface SqliteOptions {
  /** Of its file, on a local disk; it is made when it is missing, its folder too. Beside it are `-wal` and `-shm`. */
  readonly path: string;
  /** How long to try while other processes are writing, in ms; then `MANYHANDS_DATABASE_BUSY`. Default 10,000. */
  readonly busyTimeoutMs?: number;
  /** Default: the clock of this machine, which all processes that share the file must have. */
  readonly clock?: Clock;
}

const DEFAULT_BUSY_TIMEOUT_MS = 10_000;

/** @throws ConfigError when an option is wrong */
export function checkOptions({ path, busyTimeoutMs = DEFAULT_BUSY_TIMEOUT_MS }: SqliteOptions) {
  if (typeof path !== 'string' || path === '' || path.startsWith(':memory:') || path.startsWith('file:')) {
    const message = 'Give the path of a file, e.g. "manyhands.db". Without a file there is memoryStore().';
    throw new ConfigError(message, { code: 'MANYHANDS_SQLITE_PATH', path: 'sqlite.path' });
  }
  if (!(busyTimeoutMs >= 0)) {
    const message = 'It is a number of ms, 0 or more.';
    throw new ConfigError(message, { code: 'MANYHANDS_BAD_OPTION', path: 'sqlite.busyTimeoutMs' });
  }
  return { path: resolve(path), busyTimeoutMs };
}
