import { ManyhandsError } from '@manyhands/core';
import type { KafkaClient, KafkaProducer, OutgoingMessage } from '../client/kafka-client.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { Outgoing } from './outgoing.ts';

/** Sends records as long as brokers can be reached again. */
export interface Sender extends Outbox {
  /** Sends what was given, then disconnects. */
  close(): Promise<void>;
}

/** For as long brokers may be away before what was to be sent is given up. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 500;
const ALL_COPIES = -1;

export function createSender(client: () => Promise<KafkaClient>): Sender {
  let connected: Promise<KafkaProducer> | undefined;
  let isClosed = false;
  const outbox = createOutbox(sendAll);

  async function connect(): Promise<KafkaProducer> {
    const producer = (await client()).producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    await producer.connect();
    return producer;
  }

  /** The same records again until they are stored, so that numbers of the idempotent producer stay with what they number. */
  async function sendAll(records: readonly Outgoing[]): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (true) {
      try {
        connected ??= connect();
        const producer = await connected;
        await producer.sendBatch({ acks: ALL_COPIES, topicMessages: byTopic(records) });
        return;
      } catch (cause) {
        if (isClosed || isFinal(cause) || performance.now() > until) {
          await disconnect();
          throw toError(cause);
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  /** Its numbers are void once something was given up. */
  async function disconnect(): Promise<void> {
    const producer = await connected?.catch(() => undefined);
    connected = undefined;
    await producer?.disconnect().catch(() => {});
  }

  return {
    ...outbox,
    async close() {
      isClosed = true;
      await outbox.drain();
      await disconnect();
    },
  };
}

function byTopic(records: readonly Outgoing[]): { topic: string; messages: OutgoingMessage[] }[] {
  const topics = Map.groupBy(records, ({ topic }) => topic);
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

/** Sending it again would not help. */
function isFinal(error: unknown): boolean {
  const type = (error as { type?: string }).type ?? '';
  const cause = (error as { cause?: { type?: string } }).cause?.type ?? '';
  return [type, cause].some((name) => /TOO_LARGE|AUTHORIZATION|SASL|INVALID_TOPIC/.test(name));
}

function toError(cause: unknown): ManyhandsError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ManyhandsError(`Kafka did not take what was sent: ${detail}`, {
    code: 'MANYHANDS_KAFKA_SEND',
    isRetryable: !isFinal(cause),
    cause,
  });
}
