import { ManyhandsError } from './manyhands-error.ts';

/** For blob stores. */
export function blobMissingError(address: string, place: string): ManyhandsError {
  const message = `${place} has no blob ${address}: every process must share one place, and blobs must stay as long as messages name them.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_BLOB_MISSING' });
}

/** For blob stores. */
export function blobDamagedError(address: string, place: string): ManyhandsError {
  const message = `Blob ${address} of ${place} is not as it was put: restore it from a backup.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_BLOB_DAMAGED' });
}
