import { Kafka, logLevel, Partitioners, type Consumer, type Producer } from 'kafkajs';

/** The same way as a task goes, with nothing of manyhands in it: to a worker and back, over two topics. */
export interface RawClient {
  /** Sends so many tasks and waits for their results. Resolves with how long it took, in ms. */
  send(tasks: number): Promise<number>;
  close(): Promise<void>;
}

const BATCH = 500;
const PARTITIONS = 12;
/** About as large as a task message and a report. */
const TASK = 'x'.repeat(500);
const RESULT = 'x'.repeat(600);

export async function openRaw(brokers: readonly string[], prefix: string): Promise<RawClient> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const topics = { tasks: `${prefix}.tasks`, results: `${prefix}.results` };
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: Object.values(topics).map((topic) => ({ topic, numPartitions: PARTITIONS })),
    waitForLeaders: true,
  });
  await admin.disconnect();
  const producer = await connect(kafka);
  const answerer = await connect(kafka);
  let wake = () => {};
  let missing = 0;
  const worker = await read(kafka, topics.tasks, async (count) => {
    await sendAll(answerer, topics.results, RESULT, count);
  });
  const driver = await read(kafka, topics.results, async (count) => {
    missing -= count;
    if (missing <= 0) wake();
  });

  return {
    async send(tasks) {
      missing = tasks;
      const all = new Promise<void>((resolve) => (wake = resolve));
      const startedAt = performance.now();
      for (let left = tasks; left > 0; left -= BATCH)
        await sendAll(producer, topics.tasks, TASK, Math.min(left, BATCH));
      await all;
      return performance.now() - startedAt;
    },
    async close() {
      await Promise.all([producer, answerer, worker, driver].map((client) => client.disconnect()));
    },
  };
}

async function connect(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  return producer;
}

async function read(kafka: Kafka, topic: string, onMessages: (count: number) => Promise<void>): Promise<Consumer> {
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({ eachBatch: ({ batch }) => onMessages(batch.messages.length) });
  return consumer;
}

async function sendAll(producer: Producer, topic: string, value: string, count: number): Promise<void> {
  const messages = Array.from({ length: count }, () => ({ value }));
  await producer.send({ topic, acks: -1, messages });
}
