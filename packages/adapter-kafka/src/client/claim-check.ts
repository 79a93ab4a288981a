import type { Blobs } from '@manyhands/core';
import { HEADER, readHeader } from '../envelope/headers.ts';
import type { BatchPayload, IncomingMessage, KafkaClient, KafkaProducer, OutgoingMessage } from './kafka-client.ts';

/** Values larger than this travel by claim check. Brokers take 1 MiB at once unless they are told otherwise. */
const MAX_BYTES = 256_000;

const LOST: ReadonlySet<unknown> = new Set(['MANYHANDS_BLOB_MISSING', 'MANYHANDS_BLOB_DAMAGED']);

type Batch = Parameters<KafkaProducer['sendBatch']>[0];

/** Large values stay in `blobs`: the record has the address instead, and who reads it gets the value. */
export function withClaimCheck(client: KafkaClient, blobs: Blobs): KafkaClient {
  async function checkIn(message: OutgoingMessage): Promise<OutgoingMessage> {
    const { value, headers } = message;
    if (value === null || Buffer.byteLength(value) <= MAX_BYTES) return message;
    const address = await blobs.put(value.toString());
    return { ...message, value: address, headers: { ...headers, [HEADER.blob]: blobs.name } };
  }

  /** Of a blob that is not there the record stays as it is: its reader says so, and it can be replayed. */
  async function redeem(message: IncomingMessage): Promise<IncomingMessage> {
    if (readHeader(message, HEADER.blob) === undefined) return message;
    const { [HEADER.blob]: _blob, ...headers } = message.headers!;
    return blobs.get(String(message.value)).then(
      (text) => ({ ...message, headers, value: Buffer.from(text) }),
      (error: { readonly code?: unknown }) => {
        // Of anything else, such as a drive that is away, the record is read again.
        if (!LOST.has(error.code)) throw error;
        return message;
      },
    );
  }

  async function checkInAll({ topicMessages, ...rest }: Batch): Promise<Batch> {
    const checkedIn = topicMessages.map(async ({ topic, messages }) => ({
      topic,
      messages: await Promise.all(messages.map(checkIn)),
    }));
    return { ...rest, topicMessages: await Promise.all(checkedIn) };
  }

  async function redeemAll(payload: BatchPayload): Promise<BatchPayload> {
    const messages = await Promise.all(payload.batch.messages.map(redeem));
    // Whatever else a client's batch is, it stays.
    const batch = Object.create(payload.batch, { messages: { value: messages } }) as BatchPayload['batch'];
    return Object.create(payload, { batch: { value: batch } }) as BatchPayload;
  }

  return {
    admin: () => client.admin(),
    producer(options) {
      const producer = client.producer(options);
      return {
        connect: () => producer.connect(),
        sendBatch: async (batch) => producer.sendBatch(await checkInAll(batch)),
        disconnect: () => producer.disconnect(),
      };
    },
    consumer(options) {
      const consumer = client.consumer(options);
      const run: typeof consumer.run = ({ eachBatch, ...rest }) =>
        consumer.run({ ...rest, eachBatch: async (payload) => eachBatch(await redeemAll(payload)) });
      return { ...consumer, run };
    },
  };
}
