import OpenAI, { APIConnectionError } from 'openai';
import { expect, it } from 'vitest';
import { createSimulator, type Fault } from '../index.ts';

const body = {
  model: 'reader',
  messages: [{ role: 'user' as const, content: 'The whale swam far across the sea that day.' }],
};

async function callsUnder(fault: Fault, calls: number) {
  await using simulator = await createSimulator({ accounts: [{ vendor: 'openai', key: 'k' }], faults: [fault] });
  const client = new OpenAI({ apiKey: 'k', baseURL: simulator.baseUrl('openai'), maxRetries: 0 });
  const ends: unknown[] = [];
  for (let call = 0; call < calls; call += 1) {
    ends.push(
      await client.chat.completions.create(body).then(
        () => 'ok',
        (error: unknown) => error,
      ),
    );
  }
  return { ends, counts: simulator.counts()[0] };
}

it('lets through the first requests, strikes as often as stated, and then no more', async () => {
  const { ends, counts } = await callsUnder({ type: 'server-error', status: 502, after: 1, times: 1 }, 3);
  expect([ends[0], ends[2]]).toEqual(['ok', 'ok']);
  expect(ends[1]).toMatchObject({ status: 502 });
  expect(counts).toMatchObject({ accepted: 2, failed: 1, completed: 2 });
});

it.each(['reset', 'cut'] as const)('breaks the connection on %s', async (type) => {
  const { ends, counts } = await callsUnder({ type, times: 1 }, 2);
  expect(ends[0]).toBeInstanceOf(Error);
  expect(ends[1]).toBe('ok');
  expect(counts?.failed).toBe(1);
});

it('ends calls that hang when the simulator is closed, and counts them as aborted', async () => {
  const simulator = await createSimulator({ accounts: [{ vendor: 'openai', key: 'k' }], faults: [{ type: 'hang' }] });
  const client = new OpenAI({ apiKey: 'k', baseURL: simulator.baseUrl('openai'), maxRetries: 0 });
  const call = client.chat.completions.create(body).catch((error: unknown) => error);
  await expect.poll(() => simulator.counts()[0]?.inFlight).toBe(1);
  await simulator.close();
  expect(await call).toBeInstanceOf(APIConnectionError);
  await expect.poll(() => simulator.counts()[0]).toMatchObject({ inFlight: 0, aborted: 1 });
});

it('closes at once while a stream is open', async () => {
  const simulator = await createSimulator({
    accounts: [{ vendor: 'openai', key: 'k' }],
    faults: [{ type: 'hang', afterShare: 0 }],
  });
  const client = new OpenAI({ apiKey: 'k', baseURL: simulator.baseUrl('openai'), maxRetries: 0 });
  const stream = await client.chat.completions.create({ ...body, stream: true });
  await simulator.close();
  await expect(Array.fromAsync(stream)).rejects.toBeInstanceOf(Error);
});
