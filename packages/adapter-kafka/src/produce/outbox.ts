import { sizeOf, type Outgoing } from './outgoing.ts';

/** Sends records in the order they are given, many at a time. */
export interface Outbox {
  /** Resolves when all copies that the brokers are set up for have it. */
  send(record: Outgoing): Promise<void>;
  /** Resolves when what was given has left, or could not. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly record: Outgoing;
  resolve(): void;
  reject(error: unknown): void;
}

/** Brokers take 1 MiB at once into a partition unless they are told otherwise; all of a request may go to one. */
const MAX_BATCH_BYTES = 900_000;
const MAX_BATCH_RECORDS = 2_000;

/**
 * One request at a time: what comes meanwhile gathers and goes with the next. So order is kept, whatever has to be sent again,
 * and the busier it is the larger the requests get.
 */
export function createOutbox(sendAll: (records: readonly Outgoing[]) => Promise<void>): Outbox {
  let waiting: Waiting[] = [];
  let sending: Promise<void> | undefined;

  function send(record: Outgoing): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ record, resolve, reject });
      sending ??= Promise.resolve().then(sendWaiting);
    });
  }

  async function sendWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        await sendAll(batch.map(({ record }) => record));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    // At once: whoever was told just now may already be sending the next.
    sending = undefined;
  }

  function takeBatch(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of waiting) {
      bytes += sizeOf(record);
      if (count > 0 && (bytes > MAX_BATCH_BYTES || count === MAX_BATCH_RECORDS)) break;
      count += 1;
    }
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  return {
    send,
    async drain() {
      while (sending !== undefined) await sending;
    },
  };
}
