import { expect, it } from 'vitest';
import { createOutbox } from './outbox.ts';
import type { Outgoing } from './outgoing.ts';

const aRecord = (key: string, value = ''): Outgoing => ({ topic: 't', partition: 0, key, value, headers: {} });

/** Says which records went together. */
function setUp(fails: (keys: readonly string[]) => boolean = () => false) {
  const sent: string[][] = [];
  const outbox = createOutbox(async (records) => {
    const keys = records.map(({ key }) => key);
    await Promise.resolve();
    if (fails(keys)) throw new Error('The broker is away.');
    sent.push(keys);
  });
  return { outbox, sent };
}

it('sends one after the other when each waits for the one before', async () => {
  const { outbox, sent } = setUp();
  for (const key of ['a', 'b', 'c']) await outbox.send(aRecord(key));
  expect(sent).toEqual([['a'], ['b'], ['c']]);
});

it('sends together, in order, what came while it was sending', async () => {
  const { outbox, sent } = setUp();
  const first = outbox.send(aRecord('a'));
  await Promise.resolve();
  await Promise.resolve();
  await Promise.all([first, ...['b', 'c', 'd'].map((key) => outbox.send(aRecord(key)))]);
  expect(sent).toEqual([['a'], ['b', 'c', 'd']]);
});

it('sends no more at once than a broker takes', async () => {
  const { outbox, sent } = setUp();
  const large = 'x'.repeat(400_000);
  await Promise.all(['a', 'b', 'c'].map((key) => outbox.send(aRecord(key, large))));
  expect(sent).toEqual([['a', 'b'], ['c']]);
});

it('tells those whose records could not be sent, and goes on', async () => {
  const { outbox, sent } = setUp((keys) => keys.includes('a'));
  await expect(outbox.send(aRecord('a'))).rejects.toThrow('away');
  await outbox.send(aRecord('b'));
  await outbox.drain();
  expect(sent).toEqual([['b']]);
});
