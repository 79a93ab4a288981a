export type * from './client/kafka-client.ts';
export type { KafkaConnectionOptions } from './client/load-kafkajs.ts';
export { kafkaTransport, type KafkaTransport, type KafkaTransportOptions } from './create-kafka-transport.ts';
export type { DeadLetter } from './dead/dead-letters.ts';
export { autoscale, type Autoscaler, type AutoscaleOptions, type ScaleLook } from './scale/autoscale.ts';
export type { KafkaLoad } from './scale/load-meter.ts';
export type { WorkerProcess } from './scale/scaled-workers.ts';
export type { TopicOptions } from './topics/topic-settings.ts';
