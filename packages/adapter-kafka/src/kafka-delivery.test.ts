import type { ConsumeOptions, Delivery, Report } from '@manyhands/core';
import { aTaskMessage } from '@manyhands/core/testing';
import { testBrokers } from '@manyhands/local-kafka/testing';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import { kafkaTransport, type KafkaTransport } from './index.ts';

const { brokers, isMissing, newPrefix } = await testBrokers();
const LONG = { timeout: 20_000 };

const opened: { readonly transport: KafkaTransport; readonly deliveries: Delivery[] }[] = [];

afterEach(async () => {
  for (const { transport, deliveries } of opened.splice(0)) {
    const closed = transport.close();
    await Promise.allSettled(deliveries.map(async (delivery) => delivery.ack()));
    await closed;
  }
});

function open(prefix: string): KafkaTransport {
  const transport = kafkaTransport({ brokers, prefix });
  opened.push({ transport, deliveries: [] });
  return transport;
}

/** A worker in a process of its own, as far as Kafka can tell. */
async function work(prefix: string, facts: Partial<ConsumeOptions> = {}) {
  const transport = open(prefix);
  const { deliveries } = opened.at(-1)!;
  const subscription = await transport.consume({
    routes: ['any'],
    maxInFlight: 100,
    onTask: (delivery) => void deliveries.push(delivery),
    onControl: () => {},
    ...facts,
  });
  return { transport, deliveries, subscription, live: () => deliveries.filter(({ revoked }) => !revoked?.aborted) };
}

const tasks = (count: number) => Array.from({ length: count }, (_, index) => aTaskMessage(`task-${index}`));
const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ message }) => message.taskId);
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 1_500));

describe.skipIf(isMissing)('tasks over Kafka', () => {
  it('are not called twice when their partitions go to a worker that joins while they are called', async () => {
    const prefix = newPrefix();
    const first = await work(prefix);
    await first.transport.publish(tasks(24));
    await expect.poll(() => first.deliveries.length, LONG).toBe(24);
    expect(first.deliveries.every((delivery) => delivery.begin?.())).toBe(true);
    const second = await work(prefix);
    await aWhile();
    expect(second.deliveries).toEqual([]);
    await Promise.all(first.deliveries.map((delivery) => delivery.ack()));
    await first.subscription.close();
    await aWhile();
    expect(second.deliveries).toEqual([]);
    expect(await second.transport.held('run')).toEqual(new Set());
  });

  it('go to a worker that joins when their calls have not begun', async () => {
    const prefix = newPrefix();
    const first = await work(prefix);
    await first.transport.publish(tasks(24));
    await expect.poll(() => first.deliveries.length, LONG).toBe(24);
    const second = await work(prefix);
    await expect.poll(() => second.deliveries.length, LONG).toBe(12);
    expect(first.live()).toHaveLength(12);
    expect(new Set([...idsOf(first.live()), ...idsOf(second.deliveries)]).size).toBe(24);
    const lost = first.deliveries.find(({ revoked }) => revoked?.aborted);
    expect(lost?.begin?.()).toBe(false);
  });

  it('of a worker that drains go to others at once, but for those that it has', async () => {
    const prefix = newPrefix();
    const first = await work(prefix, { maxInFlight: 2 });
    await first.transport.publish(tasks(24));
    await expect.poll(() => first.deliveries.length, LONG).toBe(2);
    const second = await work(prefix, { maxInFlight: 1 });
    const closed = first.subscription.close();
    const all = () => [...idsOf(first.live()), ...idsOf(second.deliveries)];
    for (let count = 1; all().length < 24; count += 1) {
      await expect.poll(() => second.deliveries.length, LONG).toBe(count);
      await second.deliveries.at(-1)!.ack();
    }
    await Promise.all(first.deliveries.map((delivery) => delivery.ack()));
    await closed;
    await aWhile();
    expect(new Set(all()).size).toBe(24);
    expect(all()).toHaveLength(24);
  });

  it('that were done out of order are not done again by whoever takes over', async () => {
    const prefix = newPrefix();
    const first = await work(prefix);
    await first.transport.publish(tasks(48));
    await expect.poll(() => first.deliveries.length, LONG).toBe(48);
    const late = first.deliveries.filter((_, index) => index < 12);
    await Promise.all(first.deliveries.slice(12).map((delivery) => delivery.ack()));
    const held = () => first.transport.held('run');
    const lateIds = new Set(late.map(({ message }) => message.id));
    await expect.poll(held, LONG).toEqual(lateIds);
    const second = await work(prefix);
    await aWhile();
    const again = new Set([...first.live(), ...second.deliveries].map(({ message }) => message.id));
    expect([...lateIds].every((id) => again.has(id))).toBe(true);
    expect(second.deliveries.every(({ message }) => lateIds.has(message.id))).toBe(true);
  });

  it('that nobody can read are dead letters with their reason, and can be replayed', async () => {
    const prefix = newPrefix();
    const { transport, deliveries } = await work(prefix);
    const producer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    const good = aTaskMessage('good');
    const messages = [
      { value: 'no JSON', partition: 0 },
      { value: '{"id":1}', partition: 0 },
      { value: JSON.stringify(good), headers: { 'mh-version': '99' }, partition: 0 },
      { value: JSON.stringify(good), partition: 0 },
    ];
    await producer.send({ topic: `${prefix}.tasks.any`, messages });
    await producer.disconnect();
    await expect.poll(() => idsOf(deliveries), LONG).toEqual(['good']);
    await expect.poll(async () => (await transport.deadLetters()).length, LONG).toBe(3);
    const letters = await transport.deadLetters();
    expect(letters.map(({ origin }) => origin)).toEqual(Array(3).fill(`${prefix}.tasks.any/0`));
    expect(letters.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no JSON'),
      expect.stringContaining('no task'),
      expect.stringContaining('newer version: 99'),
    ]);

    expect(await transport.replay(({ reason }) => reason.includes('newer'))).toBe(1);
    await expect.poll(async () => (await transport.deadLetters()).length, LONG).toBe(3);
    expect((await transport.deadLetters()).at(-1)!.offset).toBeGreaterThan(letters.at(-1)!.offset);
  });

  it('that a worker rejects are dead letters, and come again when they are replayed', async () => {
    const { transport, deliveries } = await work(newPrefix());
    await transport.publish([aTaskMessage('a')]);
    await expect.poll(() => deliveries.length, LONG).toBe(1);
    await deliveries[0]!.reject('Nobody serves this model.');
    const [letter] = await transport.deadLetters();
    expect(letter).toMatchObject({ reason: 'Nobody serves this model.', runId: 'run', taskId: 'a' });
    expect(await transport.replay(() => true)).toBe(1);
    await expect.poll(() => idsOf(deliveries), LONG).toEqual(['a', 'a']);
    expect(await transport.deadLetters()).toEqual([]);
  });

  it('that are put off for long wait outside of their route, and are held meanwhile', async () => {
    const { transport, deliveries } = await work(newPrefix());
    await transport.publish([aTaskMessage('a'), aTaskMessage('b')]);
    await expect.poll(() => deliveries.length, LONG).toBe(2);
    const putOffAt = Date.now();
    const [first, second] = deliveries;
    await first!.retryLater(5_600);
    await second!.ack();
    await expect.poll(() => transport.held('run'), LONG).toEqual(new Set([first!.message.id]));
    await expect.poll(() => deliveries.length, LONG).toBe(3);
    expect(Date.now() - putOffAt).toBeGreaterThanOrEqual(5_600);
    expect(deliveries[2]!.message).toEqual(first!.message);
  });

  it('are not taken from topics that are missing and may not be made', async () => {
    const transport = kafkaTransport({ brokers, prefix: newPrefix(), topics: { create: false } });
    await expect(transport.publish(tasks(1))).rejects.toMatchObject({ code: 'MANYHANDS_KAFKA_TOPICS' });
    await transport.close();
  });
});

describe.skipIf(isMissing)('reports over Kafka', () => {
  const aReport = (text: string, runId = 'run'): Report => ({
    type: 'progress',
    runId,
    taskId: 'a',
    messageId: 'm',
    attempt: 1,
    reasoning: '',
    text,
  });
  const textOf = (report: Report) => (report.type === 'progress' ? report.text : '');

  it('that came while nobody drove the run are the first that the next driver hears, each once', async () => {
    const prefix = newPrefix();
    const since = Date.now();
    const worker = open(prefix);
    const before: string[] = [];
    const driver = open(prefix);
    const driving = await driver.subscribe('run', (report) => void before.push(textOf(report)));
    for (const text of ['1', '2', '3']) await worker.report(aReport(text));
    await expect.poll(() => before, LONG).toEqual(['1', '2', '3']);
    // Longer than it takes to say what was handled.
    await aWhile();
    await driving.close();
    for (const text of ['4', '5']) await worker.report(aReport(text));
    await worker.report(aReport('x', 'other'));

    const after: string[] = [];
    await open(prefix).subscribe('run', (report) => void after.push(textOf(report)), { since });
    expect(after).toEqual(['4', '5']);
    await worker.report(aReport('6'));
    await expect.poll(() => after, LONG).toEqual(['4', '5', '6']);
  });
});
