export { brokersForTests, type BrokersForTests } from './brokers-for-tests.ts';
export { missingTool } from './fetch-kafka.ts';
export type { KafkaNode } from './kafka-node.ts';
export { startKafka, type LocalKafka, type LocalKafkaOptions } from './start-kafka.ts';
