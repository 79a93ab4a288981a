import type { Failure } from '@manyhands/core';

/** What a thread says of an error: plain data, as errors lose their code on the way between threads. */
export class DatabaseFailure extends Error {
  readonly failure: Failure;

  constructor(code: string, message: string, isRetryable = false) {
    super(message);
    this.failure = { code, message, isRetryable };
  }
}

interface SqliteError extends Error {
  /** Of node:sqlite, of the file system, … */
  readonly code?: string;
  /** SQLite's own: the primary code is in the lowest 8 bits. */
  readonly errcode?: number;
}

/** By SQLite's primary codes: https://sqlite.org/rescode.html */
const BUSY = new Set([5, 6]);
const NOT_WRITABLE = new Set([3, 8, 14, 23]);
const CORRUPT = new Set([11, 26]);
const FULL = 13;
const IO = 10;
const NOT_WRITABLE_BY_FILE_SYSTEM = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT']);

/** Somebody else is writing. */
export function isBusy(error: unknown): boolean {
  return BUSY.has(primaryCode(error as SqliteError));
}

export function toFailure(error: unknown, path: string): Failure {
  if (error instanceof DatabaseFailure) return error.failure;
  const known = error as SqliteError;
  const { code, message, isRetryable = false } = explain(known, path);
  return { code, message: `${message} (${known.message})`, isRetryable };
}

function explain(error: SqliteError, path: string): { code: string; message: string; isRetryable?: boolean } {
  const primary = primaryCode(error);
  if (NOT_WRITABLE.has(primary) || NOT_WRITABLE_BY_FILE_SYSTEM.has(error.code ?? '')) {
    const message = `${path} cannot be opened or written: this process must have the right to write the file and its folder.`;
    return { code: 'MANYHANDS_DATABASE_NOT_WRITABLE', message };
  }
  if (CORRUPT.has(primary)) {
    const message = `${path} is damaged, or is no SQLite database: restore it from a backup, or choose another path.`;
    return { code: 'MANYHANDS_DATABASE_CORRUPT', message };
  }
  if (primary === FULL) {
    const message = `There is no room for ${path}: nothing of it was stored. Make room on the disk and try again.`;
    return { code: 'MANYHANDS_DATABASE_FULL', message };
  }
  if (primary === IO) {
    const message = `The disk of ${path} failed, or is full: nothing of it was stored.`;
    return { code: 'MANYHANDS_DATABASE_IO', message };
  }
  if (BUSY.has(primary)) {
    const message = `${path} was being written by another process for too long: try again.`;
    return { code: 'MANYHANDS_DATABASE_BUSY', message, isRetryable: true };
  }
  return { code: 'MANYHANDS_DATABASE', message: `${path}: SQLite could not do what it was asked.` };
}

function primaryCode({ errcode }: SqliteError): number {
  return errcode === undefined ? 0 : errcode & 0xff;
}
