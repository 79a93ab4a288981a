import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ControlMessage, Report, TaskMessage } from '../domain/message.ts';
import { MESSAGE_VERSION } from '../domain/message-version.ts';
import type { Delivery, Transport } from '../ports/transport.ts';
import { aWhile, eventually, type ContractCase } from './contract.ts';

/** A task for a transport: nobody calls a model with it. */
export function aTaskMessage(taskId: string, facts: Partial<TaskMessage> = {}): TaskMessage {
  return {
    version: MESSAGE_VERSION,
    id: randomUUID(),
    runId: 'run',
    taskId,
    route: 'any',
    targets: [{ provider: 'one', model: 'm' }],
    prompt: { messages: [{ role: 'user', content: 'Hello.' }] },
    inputTokens: 1,
    stream: false,
    priority: 0,
    remainingPathMs: 0,
    attempts: { begun: 0, used: 0, max: 4 },
    ...facts,
  };
}

function aReport(text: string, facts: { readonly runId?: string; readonly taskId?: string } = {}): Report {
  return { type: 'progress', runId: 'run', taskId: 'a', messageId: 'm', attempt: 1, reasoning: '', ...facts, text };
}

function textOf(report: Report): string {
  return report.type === 'progress' ? report.text : '';
}

/** Workers that take tasks and keep them until they are told what to do with them. */
function createWorkers(transport: Transport) {
  const all: Delivery[][] = [];

  async function start({ maxInFlight = 100, routes = ['any'] } = {}) {
    const deliveries: Delivery[] = [];
    all.push(deliveries);
    const controls: ControlMessage[] = [];
    const subscription = await transport.consume({
      routes,
      maxInFlight,
      onTask: (delivery) => void deliveries.push(delivery),
      onControl: (message) => void controls.push(message),
    });
    const taskIds = () => deliveries.map(({ message }) => message.taskId);
    return { deliveries, controls, taskIds, close: () => subscription.close() };
  }

  /** What a check left open would hold up the closing of the transport. */
  async function settleAll(): Promise<void> {
    await Promise.allSettled(all.flat().map(async (delivery) => delivery.ack()));
  }

  return { start, settleAll };
}

function names(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `task-${index}`);
}

type Check = (transport: Transport, start: ReturnType<typeof createWorkers>['start']) => Promise<void>;

const CHECKS: Readonly<Record<string, Check>> = {
  'delivers every task, with all that it holds': async (transport, start) => {
    const worker = await start();
    const messages = names(50).map((name) => aTaskMessage(name));
    await transport.publish(messages);
    await eventually(() => new Set(worker.taskIds()).size === 50, 'all tasks were delivered');
    const first = worker.deliveries.find(({ message }) => message.taskId === 'task-0');
    assert.deepEqual(first?.message, messages[0]);
  },

  'keeps tasks until somebody takes them': async (transport, start) => {
    await transport.publish(names(5).map((name) => aTaskMessage(name)));
    const worker = await start();
    await eventually(() => new Set(worker.taskIds()).size === 5, 'all tasks were delivered');
  },

  'gives a worker only the routes it asks for': async (transport, start) => {
    const worker = await start({ routes: ['careful'] });
    await transport.publish([aTaskMessage('a'), aTaskMessage('b', { route: 'careful' })]);
    await eventually(() => worker.taskIds().includes('b'), 'the task of the route was delivered');
    await aWhile();
    assert.deepEqual(new Set(worker.taskIds()), new Set(['b']));
  },

  'pulls nothing beyond the free capacity of a worker': async (transport, start) => {
    const worker = await start({ maxInFlight: 3 });
    await transport.publish(names(10).map((name) => aTaskMessage(name)));
    await eventually(() => worker.deliveries.length >= 3, 'the worker was filled');
    await aWhile();
    assert.equal(worker.deliveries.length, 3);
    await worker.deliveries[1]?.ack();
    await eventually(() => worker.deliveries.length === 4, 'the next task came when one was done');
  },

  'never delivers again what was acked': async (transport, start) => {
    const worker = await start();
    await transport.publish([aTaskMessage('a')]);
    await eventually(() => worker.deliveries.length > 0, 'the task was delivered');
    await worker.deliveries[0]?.ack();
    await worker.close();
    const other = await start();
    await aWhile();
    assert.deepEqual(other.taskIds(), []);
  },

  'delivers again what was put off, not before its time': async (transport, start) => {
    const worker = await start();
    await transport.publish([aTaskMessage('a')]);
    await eventually(() => worker.deliveries.length > 0, 'the task was delivered');
    const putOffAt = performance.now();
    await worker.deliveries[0]?.retryLater(200);
    await eventually(() => worker.deliveries.length > 1, 'it was delivered again');
    assert.ok(performance.now() - putOffAt >= 195, 'it came before its time');
  },

  'never delivers again what was rejected': async (transport, start) => {
    const worker = await start();
    await transport.publish([aTaskMessage('poison'), aTaskMessage('b')]);
    await eventually(() => worker.deliveries.length > 1, 'the tasks were delivered');
    for (const { message, ...delivery } of worker.deliveries) {
      await (message.taskId === 'poison' ? delivery.reject('not a task') : delivery.ack());
    }
    await aWhile();
    assert.equal(worker.deliveries.length, 2);
  },

  'lets a delivery be settled once only': async (transport, start) => {
    const worker = await start();
    await transport.publish([aTaskMessage('a')]);
    await eventually(() => worker.deliveries.length > 0, 'the task was delivered');
    const [delivery] = worker.deliveries;
    await delivery?.ack();
    await assert.rejects(async () => delivery?.ack());
    await assert.rejects(async () => delivery?.retryLater(0));
  },

  'lets a closing worker end what it holds, and gives the rest to others': async (transport, start) => {
    const worker = await start({ maxInFlight: 2 });
    await transport.publish(names(4).map((name) => aTaskMessage(name)));
    await eventually(() => worker.deliveries.length >= 2, 'the worker was filled');
    const closed = worker.close();
    await Promise.all(worker.deliveries.map(async (delivery) => delivery.ack()));
    await closed;
    assert.equal(worker.deliveries.length, 2);
    const other = await start();
    await eventually(() => other.deliveries.length === 2, 'the other worker got the rest');
    assert.equal(new Set([...worker.taskIds(), ...other.taskIds()]).size, 4);
  },

  'shares the tasks of a route between its workers': async (transport, start) => {
    const workers = [await start({ maxInFlight: 2 }), await start({ maxInFlight: 2 })];
    await transport.publish(names(4).map((name) => aTaskMessage(name)));
    const all = () => workers.flatMap((worker) => worker.taskIds());
    await eventually(() => new Set(all()).size === 4, 'all tasks were delivered');
    assert.equal(all().length, 4);
  },

  'brings the reports of a task in order to the driver of its run, and to no other': async (transport) => {
    const seen: string[] = [];
    const others: string[] = [];
    await transport.subscribe('run', (report) => void seen.push(textOf(report)));
    await transport.subscribe('other', (report) => void others.push(textOf(report)));
    const texts = Array.from({ length: 20 }, (_, index) => String(index));
    for (const text of texts) await transport.report(aReport(text));
    await transport.report(aReport('x', { runId: 'other' }));
    await eventually(() => seen.length >= 20 && others.length >= 1, 'all reports came');
    assert.deepEqual(seen, texts);
    assert.deepEqual(others, ['x']);
  },

  'handles one report of a task at a time': async (transport) => {
    let atOnce = 0;
    let most = 0;
    let handled = 0;
    await transport.subscribe('run', async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
      handled += 1;
    });
    await Promise.all(names(5).map((text) => transport.report(aReport(text))));
    await eventually(() => handled === 5, 'all reports were handled');
    assert.equal(most, 1);
  },

  'reports again what a handler failed to take': async (transport) => {
    const seen: string[] = [];
    await transport.subscribe('run', (report) => {
      seen.push(textOf(report));
      if (seen.length === 1) throw new Error('The disk is full.');
    });
    await transport.report(aReport('a')).catch(() => {});
    await eventually(() => seen.length > 1, 'the report came again');
    assert.deepEqual(seen.slice(0, 2), ['a', 'a']);
  },

  'tells every worker when a run is cancelled': async (transport, start) => {
    const workers = [await start(), await start()];
    await transport.control({ type: 'cancel', runId: 'run' });
    await eventually(() => workers.every(({ controls }) => controls.length === 1), 'every worker was told');
    assert.deepEqual(workers[0]?.controls, [{ type: 'cancel', runId: 'run' }]);
  },
};

/** What every transport promises. Each case makes a transport of its own and closes it. */
export const transportContract: readonly ContractCase<Transport>[] = Object.entries(CHECKS).map(([name, check]) => ({
  name,
  async run(create) {
    const transport = await create();
    const workers = createWorkers(transport);
    try {
      await check(transport, workers.start);
    } finally {
      const closed = transport.close();
      await workers.settleAll();
      await closed;
    }
  },
}));
