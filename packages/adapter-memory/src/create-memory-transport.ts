import {
  ManyhandsError,
  systemClock,
  type Clock,
  type ConsumeOptions,
  type ControlMessage,
  type Report,
  type Subscription,
  type TaskMessage,
  type Transport,
} from '@manyhands/core';
import { createRouteQueue, type RouteQueue } from './route-queue.ts';
import { createReportLine, type ReportLine } from './report-line.ts';
import { createConsumer, type MemoryConsumer } from './memory-consumer.ts';

/** A task that was given up, and why. */
export interface DeadLetter {
  readonly message: TaskMessage;
  readonly reason: string;
}

export interface MemoryTransport extends Transport {
  /** The newest of them, at most 1,000. */
  readonly deadLetters: readonly DeadLetter[];
}

export interface MemoryTransportOptions {
  /** Default: the system clock. */
  readonly clock?: Clock;
}

const MAX_DEAD_LETTERS = 1_000;

/** Carries tasks within this process. Tasks of one route go out in the order they came in. */
export function memoryTransport({ clock = systemClock }: MemoryTransportOptions = {}): MemoryTransport {
  const queues = new Map<string, RouteQueue>();
  const consumers = new Set<MemoryConsumer>();
  const drivers = new Map<string, ReportLine>();
  const deadLetters: DeadLetter[] = [];
  let isClosed = false;

  function queueOf(route: string): RouteQueue {
    const queue = queues.get(route) ?? createRouteQueue();
    queues.set(route, queue);
    return queue;
  }

  function enqueue(message: TaskMessage): void {
    queueOf(message.route).push(message);
    for (const consumer of consumers) consumer.wake(message.route);
  }

  function bury(message: TaskMessage, reason: string): void {
    if (deadLetters.length === MAX_DEAD_LETTERS) deadLetters.shift();
    deadLetters.push({ message, reason });
  }

  async function publish(messages: readonly TaskMessage[]): Promise<void> {
    assertOpen();
    for (const message of messages) enqueue(message);
  }

  function consume(options: ConsumeOptions): Promise<Subscription> {
    assertOpen();
    const consumer = createConsumer({
      ...options,
      clock,
      takeFrom: (route) => queueOf(route).shift(),
      putBack: enqueue,
      bury,
      onClosed: () => consumers.delete(consumer),
    });
    consumers.add(consumer);
    return Promise.resolve(consumer);
  }

  async function report(message: Report): Promise<void> {
    await drivers.get(message.runId)?.add(message);
  }

  function subscribe(runId: string, onReport: (report: Report) => Promise<void> | void): Promise<Subscription> {
    assertOpen();
    drivers.set(runId, createReportLine(onReport, clock));
    return Promise.resolve({ close: () => Promise.resolve(void drivers.delete(runId)) });
  }

  async function control(message: ControlMessage): Promise<void> {
    const isMeant = ({ runId, taskId }: TaskMessage) =>
      runId === message.runId && (message.taskIds === undefined || message.taskIds.includes(taskId));
    for (const queue of queues.values()) queue.drop(isMeant);
    for (const consumer of consumers) consumer.control(message);
  }

  async function close(): Promise<void> {
    isClosed = true;
    await Promise.all([...consumers].map((consumer) => consumer.close()));
    drivers.clear();
  }

  function assertOpen(): void {
    if (!isClosed) return;
    throw new ManyhandsError('This transport was closed; make a new one.', { code: 'MANYHANDS_TRANSPORT_CLOSED' });
  }

  return { name: 'memory', deadLetters, publish, consume, report, subscribe, control, close };
}
