import type { IncomingMessage, KafkaAdmin, KafkaClient } from '../client/kafka-client.ts';
import { HEADER, readHeader, readHeaders, type Headers } from '../envelope/headers.ts';
import { kindOf, toNoteRecord, type Place } from '../envelope/records.ts';
import type { Sender } from '../produce/sender.ts';
import { scanRanges } from '../read/scan-ranges.ts';

/** A record that was given up, as it was. */
export interface DeadLetter {
  /** In the topic of dead letters. */
  readonly offset: number;
  readonly reason: string;
  /** Epoch ms. */
  readonly at: number;
  /** `topic/partition` it was in. */
  readonly origin: string;
  readonly runId?: string;
  readonly taskId?: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Headers;
}

export interface DeadLetters {
  bury(record: IncomingMessage, why: Place & { readonly reason: string }): Promise<void>;
  /** Those that were not replayed, the oldest first. */
  list(): Promise<readonly DeadLetter[]>;
  /** Puts the chosen ones back where they were. Resolves with their number. */
  replay(isMeant: (letter: DeadLetter) => boolean): Promise<number>;
}

export interface DeadLettersOptions {
  readonly topic: string;
  readonly sender: Sender;
  /** The topic is there. */
  open(): Promise<unknown>;
  client(): Promise<KafkaClient>;
  admin(): Promise<KafkaAdmin>;
}

const REPLAYED = 'replayed';

export function createDeadLetters({ topic, sender, open, client, admin }: DeadLettersOptions): DeadLetters {
  const place = { topic, partition: 0 };

  async function list(): Promise<readonly DeadLetter[]> {
    await open();
    const [ends] = await (await admin()).fetchTopicOffsets(topic);
    const letters = new Map<number, DeadLetter>();
    await scanRanges({
      client: await client(),
      groupId: `${topic}.${crypto.randomUUID()}`,
      ranges: [{ ...place, from: Number(ends?.low ?? 0), to: Number(ends?.high ?? 0) }],
      onRecord(record) {
        if (kindOf(record) === 'mark') letters.delete(Number(record.value));
        else letters.set(Number(record.offset), toLetter(record));
      },
    });
    return [...letters.values()];
  }

  async function putBack({ origin, key, value, headers, offset }: DeadLetter): Promise<void> {
    const at = origin.lastIndexOf('/');
    const back = { topic: origin.slice(0, at), partition: Number(origin.slice(at + 1)) };
    await sender.send({ ...back, key, value, headers: withoutReason(headers) });
    await sender.send(toNoteRecord('mark', REPLAYED, String(offset), place));
  }

  return {
    async bury(record, { reason, topic: from, partition }) {
      await open();
      const headers = {
        ...readHeaders(record),
        [HEADER.reason]: reason.slice(0, 1_000),
        [HEADER.origin]: `${from}/${partition}`,
      };
      await sender.send({ ...place, key: String(record.key ?? ''), value: record.value, headers });
    },
    list,
    async replay(isMeant) {
      const meant = (await list()).filter(isMeant);
      for (const letter of meant) await putBack(letter);
      return meant.length;
    },
  };
}

function toLetter(record: IncomingMessage): DeadLetter {
  const runId = readHeader(record, HEADER.run);
  const taskId = readHeader(record, HEADER.task);
  return {
    offset: Number(record.offset),
    reason: readHeader(record, HEADER.reason) ?? '',
    at: Number(record.timestamp),
    origin: readHeader(record, HEADER.origin) ?? '',
    ...(runId !== undefined && { runId }),
    ...(taskId !== undefined && { taskId }),
    key: String(record.key ?? ''),
    value: String(record.value ?? ''),
    headers: readHeaders(record),
  };
}

function withoutReason(headers: Headers): Headers {
  const { [HEADER.reason]: _reason, [HEADER.origin]: _origin, ...rest } = headers;
  return rest;
}
