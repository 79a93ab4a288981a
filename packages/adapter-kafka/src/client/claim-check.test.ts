import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileBlobs, type Delivery } from '@manyhands/core';
import { aTaskMessage } from '@manyhands/core/testing';
import { testBrokers } from '@manyhands/local-kafka/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { kafkaTransport, type KafkaTransportOptions } from '../index.ts';

const { brokers, isMissing, newPrefix } = await testBrokers();
const LONG = { timeout: 20_000 };
/** More than a broker takes at once. */
const TEXT = 'Call me Ishmael. '.repeat(120_000);

describe.skipIf(isMissing)('what is too large to travel', () => {
  const path = mkdtempSync(join(tmpdir(), 'manyhands-blobs-'));
  afterAll(() => rmSync(path, { recursive: true }));
  const large = { ...aTaskMessage('large'), prompt: { messages: [{ role: 'user' as const, content: TEXT }] } };

  function open(options: Pick<KafkaTransportOptions, 'prefix' | 'blobs'>) {
    return kafkaTransport({ brokers, ...options });
  }

  it('arrives whole by way of blobs, tasks and results', LONG, async () => {
    const prefix = newPrefix();
    await using driver = closing(open({ prefix, blobs: fileBlobs({ path }) }));
    await using worker = closing(open({ prefix, blobs: fileBlobs({ path }) }));
    const deliveries: Delivery[] = [];
    await worker.transport.consume({
      routes: ['any'],
      maxInFlight: 10,
      onTask: (delivery) => void deliveries.push(delivery),
      onControl: () => {},
    });
    const reports: unknown[] = [];
    await driver.transport.subscribe('run', (report) => void reports.push(report));
    await driver.transport.publish([large]);
    await expect.poll(() => deliveries.length, LONG).toBe(1);
    expect(deliveries[0]!.message.prompt).toEqual(large.prompt);

    const ids = { runId: 'run', taskId: 'large', messageId: large.id, attempt: 1 };
    const report = { type: 'progress', ...ids, text: TEXT, reasoning: '' } as const;
    await worker.transport.report(report);
    await deliveries[0]!.ack();
    await expect.poll(() => reports.length, LONG).toBe(1);
    expect(reports[0]).toEqual(report);
  });

  it('is refused by the brokers without blobs, and the error says so', LONG, async () => {
    await using driver = closing(open({ prefix: newPrefix() }));
    await expect(driver.transport.publish([large])).rejects.toMatchObject({ code: 'MANYHANDS_KAFKA_SEND' });
  });

  it('goes to the dead letters when its blob is not there, and arrives when it is replayed with it', LONG, async () => {
    const prefix = newPrefix();
    await using driver = closing(open({ prefix, blobs: fileBlobs({ path }) }));
    await using lost = closing(open({ prefix, blobs: fileBlobs({ path: join(path, 'elsewhere') }) }));
    const consume = { routes: ['any'], maxInFlight: 10, onControl: () => {} };
    const subscription = await lost.transport.consume({ ...consume, onTask: () => {} });
    await driver.transport.publish([large]);
    await expect.poll(async () => (await driver.transport.deadLetters()).length, LONG).toBe(1);
    await subscription.close();

    const deliveries: Delivery[] = [];
    await driver.transport.consume({ ...consume, onTask: (delivery) => void deliveries.push(delivery) });
    expect(await driver.transport.replay(({ reason }) => reason.includes('blob'))).toBe(1);
    await expect.poll(() => deliveries.length, LONG).toBe(1);
    expect(deliveries[0]!.message.prompt).toEqual(large.prompt);
    await deliveries[0]!.ack();
  });
});

function closing(transport: ReturnType<typeof kafkaTransport>) {
  return { transport, [Symbol.asyncDispose]: () => transport.close() };
}
