import type { Headers } from '../envelope/headers.ts';

/** A record on its way to a topic. */
export interface Outgoing {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string | Buffer | null;
  readonly headers: Headers;
}

/** What a record adds to a request at least, beside its own bytes. */
const OVERHEAD_BYTES = 64;

export function sizeOf({ key, value, headers }: Outgoing): number {
  let bytes = OVERHEAD_BYTES + key.length + (value === null ? 0 : Buffer.byteLength(value));
  for (const name in headers) bytes += name.length + headers[name]!.length + 4;
  return bytes;
}
