import type { BatchPayload, ConsumerOptions, KafkaClient, KafkaConsumer } from './kafka-client.ts';

/** A consumer that is started again whatever ends it. */
export interface RunningConsumer {
  stop(): Promise<void>;
}

export interface RunConsumerOptions {
  readonly client: KafkaClient;
  readonly topics: readonly string[];
  readonly options: ConsumerOptions;
  /** The group gave it a new assignment, and nothing was fetched yet: where to read from can be said now. */
  onJoin?(consumer: KafkaConsumer, memberId: string): void;
  /** The broker knows that it is alive. */
  onHeartbeat?(): void;
  /** Thrown on, it makes the consumer join again; see `KafkaClient`. */
  onFetch?(): void;
  eachBatch(payload: BatchPayload, consumer: KafkaConsumer): Promise<void>;
}

const RESTART_PAUSE_MS = 1_000;
/** How long a broker waits for something to come. Kafkajs' 5 s would be waited for by everything that is resumed meanwhile. */
const MAX_WAIT_MS = 100;
const SESSION_TIMEOUT_MS = 10_000;
const HEARTBEAT_INTERVAL_MS = 500;

/** Resolves when it has its first assignment. Rejects when the brokers cannot be reached to begin with. */
export async function runConsumer(given: RunConsumerOptions): Promise<RunningConsumer> {
  let isStopped = false;
  let restart: NodeJS.Timeout | undefined;
  let current = await start();

  async function start(): Promise<KafkaConsumer> {
    const consumer = given.client.consumer({
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: MAX_WAIT_MS,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_INTERVAL_MS,
      ...given.options,
      retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: async () => !isStopped },
    });
    consumer.on('consumer.group_join', ({ payload }) => {
      given.onJoin?.(consumer, (payload as { memberId: string }).memberId);
    });
    if (given.onHeartbeat !== undefined) consumer.on('consumer.heartbeat', given.onHeartbeat);
    if (given.onFetch !== undefined) consumer.on('consumer.fetch_start', given.onFetch);
    consumer.on('consumer.crash', ({ payload }) => {
      if (!(payload as { restart: boolean }).restart) startLater();
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...given.topics], fromBeginning: true });
      await consumer.run({ autoCommit: false, eachBatch: (payload) => given.eachBatch(payload, consumer) });
      return consumer;
    } catch (error) {
      await consumer.disconnect().catch(() => {});
      throw error;
    }
  }

  function startLater(): void {
    if (isStopped) return;
    restart = setTimeout(() => {
      start().then(keep, startLater);
    }, RESTART_PAUSE_MS);
  }

  function keep(consumer: KafkaConsumer): void {
    current = consumer;
    if (isStopped) consumer.disconnect().catch(() => {});
  }

  return {
    async stop() {
      isStopped = true;
      clearTimeout(restart);
      await current.disconnect().catch(() => {});
    },
  };
}
