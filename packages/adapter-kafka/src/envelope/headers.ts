import type { IncomingMessage } from '../client/kafka-client.ts';

/** Names of the headers: enough to know what a record is, and whose, without reading it. */
export const HEADER = {
  /** Of the envelope and what is in it. */
  version: 'mh-version',
  /** See `RecordKind`. */
  kind: 'mh-kind',
  /** Unique per record; the same when it is sent again. */
  id: 'mh-id',
  run: 'mh-run',
  task: 'mh-task',
  attempt: 'mh-attempt',
  contentType: 'content-type',
  /** The value is the address of a blob that holds it. */
  blob: 'mh-blob',
  /** Epoch ms: not delivered before. */
  due: 'mh-due',
  /** Of dead letters: why, and where it was. */
  reason: 'mh-reason',
  origin: 'mh-origin',
} as const;

export type Headers = Record<string, string>;

export function readHeader({ headers }: Pick<IncomingMessage, 'headers'>, name: string): string | undefined {
  const value = headers?.[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : first.toString();
}

/** All of them, as they can be sent again. */
export function readHeaders({ headers = {} }: Pick<IncomingMessage, 'headers'>): Headers {
  const names = Object.keys(headers);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = readHeader({ headers }, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
