import {
  ConfigError,
  ManyhandsError,
  systemClock,
  type Blobs,
  type Clock,
  type ConsumeOptions,
  type Subscription,
  type Transport,
} from '@manyhands/core';
import type { KafkaConnectionOptions } from './client/load-kafkajs.ts';
import { createConnection } from './connection.ts';
import { createDeadLetters, type DeadLetter } from './dead/dead-letters.ts';
import { toControlRecord, toReportRecord, type Place } from './envelope/records.ts';
import { createSender } from './produce/sender.ts';
import { createTaskPlaces } from './produce/task-places.ts';
import { partitionOf } from './reports/partition-of.ts';
import { createReportSubscriptions } from './reports/subscribe-reports.ts';
import { createLoadMeter, type KafkaLoad } from './scale/load-meter.ts';
import { readBacklog } from './scale/read-backlog.ts';
import { createOpenTopics } from './topics/open-topics.ts';
import { createTopicNames } from './topics/topic-names.ts';
import { toTopicSettings, type TopicOptions } from './topics/topic-settings.ts';
import { consumeTasks } from './tasks/consume-tasks.ts';
import { readHeld } from './tasks/held-tasks.ts';
import { RETRY_TIERS } from './tasks/retry-tiers.ts';

export interface KafkaTransportOptions extends KafkaConnectionOptions {
  /** Of all topics and groups: apps with different prefixes know nothing of each other. Letters, digits, `.`, `_`, `-`. */
  readonly prefix: string;
  readonly topics?: TopicOptions;
  /**
   * A worker that the brokers have not heard of for so long, in ms, is taken for dead: its tasks go to others. It starts no new
   * calls a good while before. Calls may take longer; heartbeats do not wait for them. Default 10,000.
   */
  readonly sessionTimeoutMs?: number;
  /**
   * Where tasks and results over 256 kB are kept, e.g. `fileBlobs({ path })` on a drive that all processes share: only their
   * address travels. Default: they travel whole, and brokers refuse what is over their limit, usually 1 MiB.
   */
  readonly blobs?: Blobs;
  /** Default: the system clock. */
  readonly clock?: Clock;
}

export interface KafkaTransport extends Transport {
  held(runId: string): Promise<ReadonlySet<string>>;
  /** What was given up and not replayed, the oldest first. */
  deadLetters(): Promise<readonly DeadLetter[]>;
  /**
   * Puts dead letters back where they were: once what they met is mended. Resolves with how many.
   *
   * @example
   * await transport.replay(({ reason }) => reason.includes('newer version'));
   */
  replay(isMeant: (letter: DeadLetter) => boolean): Promise<number>;
  /**
   * How much the workers of this prefix have to do. Asked again and again, e.g. every 5 s, it also says how long that will take.
   *
   * @example
   * const { tasks, drainMs } = await transport.load();
   */
  load(): Promise<KafkaLoad>;
}

const SESSION_TIMEOUT_MS = 10_000;

/**
 * Carries tasks between processes over Kafka. Topics are made on first use.
 *
 * @throws ConfigError when an option is wrong
 * @example
 * const transport = kafkaTransport({ brokers: ['127.0.0.1:9092'], prefix: 'books' });
 */
export function kafkaTransport(options: KafkaTransportOptions): KafkaTransport {
  checkOptions(options);
  const { prefix, clock = systemClock, sessionTimeoutMs = SESSION_TIMEOUT_MS } = options;
  const names = createTopicNames(prefix);
  const settings = toTopicSettings(options.topics);
  const connection = createConnection(options, options.blobs);
  const topics = createOpenTopics({ admin: connection.admin, create: settings.create });
  const sender = createSender(connection.client);
  // Of its own, so that results do not wait for tasks, nor tasks for results.
  const reporter = createSender(connection.client);
  const toLoad = createLoadMeter(clock);
  const consumers = new Set<Subscription>();
  let isClosed = false;

  const openTopic = async (config: ReturnType<typeof settings.tasks>) =>
    (await topics.open([config])).get(config.topic)!;
  const deadLetters = createDeadLetters({
    ...connection,
    topic: names.dead,
    sender,
    open: () => openTopic(settings.dead(names.dead)),
  });
  const places = createTaskPlaces({
    names,
    sender,
    clock,
    openTasks: (topic) => openTopic(settings.tasks(topic)),
    openRetry: (topic) => openTopic(settings.retry(topic)),
  });
  const reports = createReportSubscriptions({
    ...connection,
    topic: names.results,
    clock,
    sender: reporter,
    placeOf: placeOfRun,
    bury: deadLetters.bury,
  });

  async function placeOfRun(runId: string): Promise<Place> {
    const partitions = await openTopic(settings.results(names.results));
    return { topic: names.results, partition: partitionOf(runId, partitions) };
  }

  async function consume(given: ConsumeOptions): Promise<Subscription> {
    assertOpen();
    const tasks = [...new Set(given.routes)].map((route) => settings.tasks(names.tasks(route)));
    const tiers = RETRY_TIERS.map((tierMs) => settings.retry(names.retry(tierMs)));
    const opened = await topics.open([...tasks, ...tiers, settings.control(names.control)]);
    const read = new Map([...opened].filter(([topic]) => topic !== names.control));
    const subscription = await consumeTasks({
      ...given,
      client: await connection.client(),
      admin: await connection.admin(),
      clock,
      sessionTimeoutMs,
      names,
      topics: read,
      routeOf: new Map(given.routes.map((route) => [names.tasks(route), route])),
      sender,
      places,
      deadLetters,
    });
    const own: Subscription = {
      close: () => subscription.close().finally(() => consumers.delete(own)),
    };
    consumers.add(own);
    return own;
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await Promise.all([...consumers].map((consumer) => consumer.close()));
    await reports.close();
    await Promise.all([sender.close(), reporter.close()]);
    await connection.close();
  }

  function assertOpen(): void {
    if (!isClosed) return;
    throw new ManyhandsError('This transport was closed; make a new one.', { code: 'MANYHANDS_TRANSPORT_CLOSED' });
  }

  return {
    name: 'kafka',
    consume,
    close,
    async publish(tasks) {
      assertOpen();
      await Promise.all(tasks.map(places.publish));
    },
    async report(report) {
      await reporter.send(toReportRecord(report, await placeOfRun(report.runId)));
    },
    subscribe(runId, onReport, given) {
      assertOpen();
      return reports.subscribe(runId, onReport, given);
    },
    async held(runId) {
      return readHeld(runId, { names, client: await connection.client(), admin: await connection.admin() });
    },
    async control(message) {
      await openTopic(settings.control(names.control));
      await sender.send(toControlRecord(message, { topic: names.control, partition: 0 }));
    },
    async load() {
      return toLoad(await readBacklog({ admin: await connection.admin(), names }));
    },
    deadLetters: deadLetters.list,
    replay: deadLetters.replay,
  };
}

function checkOptions({ prefix, brokers, kafka }: KafkaTransportOptions): void {
  if (typeof prefix !== 'string' || !/^[\w.-]{1,150}$/.test(prefix)) {
    const message = 'Give a prefix for topics and groups: letters, digits, ".", "_" and "-", at most 150.';
    throw new ConfigError(message, { code: 'MANYHANDS_KAFKA_PREFIX', path: 'kafka.prefix' });
  }
  if (kafka !== undefined || (Array.isArray(brokers) && brokers.length > 0)) return;
  const message = "Give brokers, e.g. ['127.0.0.1:9092'], or a client of kafkajs' shape as `kafka`.";
  throw new ConfigError(message, { code: 'MANYHANDS_KAFKA_BROKERS', path: 'kafka.brokers' });
}
