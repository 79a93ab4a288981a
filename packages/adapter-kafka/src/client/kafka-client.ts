/**
 * What is used of a Kafka client: the shape of kafkajs 2. A `Kafka` of kafkajs fits, and so does any other of its shape, as
 * long as its consumers take partition assigners of the app's own and keep two habits of kafkajs: an assigner's `protocol` is
 * asked anew before every join, and a listener of `consumer.fetch_start` that throws an error of the type
 * `REBALANCE_IN_PROGRESS` makes the consumer join again.
 */
export interface KafkaClient {
  producer(options?: ProducerOptions): KafkaProducer;
  consumer(options: ConsumerOptions): KafkaConsumer;
  admin(): KafkaAdmin;
}

export interface RetryOptions {
  readonly initialRetryTime?: number;
  readonly maxRetryTime?: number;
  readonly retries?: number;
}

export interface ProducerOptions {
  readonly idempotent?: boolean;
  readonly allowAutoTopicCreation?: boolean;
  readonly createPartitioner?: () => (args: { readonly message: { readonly partition?: number } }) => number;
  readonly retry?: RetryOptions;
}

export interface OutgoingMessage {
  readonly key?: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly partition?: number;
  readonly headers?: Record<string, string>;
}

export interface KafkaProducer {
  connect(): Promise<void>;
  sendBatch(batch: {
    readonly acks: number;
    readonly topicMessages: { readonly topic: string; readonly messages: OutgoingMessage[] }[];
  }): Promise<readonly { readonly topicName: string; readonly partition: number; readonly baseOffset?: string }[]>;
  disconnect(): Promise<void>;
}

export interface ConsumerOptions {
  readonly groupId: string;
  readonly partitionAssigners?: (() => PartitionAssigner)[];
  readonly sessionTimeout?: number;
  readonly rebalanceTimeout?: number;
  readonly heartbeatInterval?: number;
  readonly maxWaitTimeInMs?: number;
  readonly maxBytes?: number;
  readonly maxBytesPerPartition?: number;
  readonly allowAutoTopicCreation?: boolean;
  readonly retry?: RetryOptions & { readonly restartOnFailure?: () => Promise<boolean> };
}

export interface PartitionAssigner {
  readonly name: string;
  readonly version: number;
  /** What this member says of itself. Asked before every join. */
  protocol(subscription: { readonly topics: string[] }): { readonly name: string; readonly metadata: Buffer };
  /** Asked of the member that the broker has chosen to lead. */
  assign(group: {
    readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
    readonly topics: readonly string[];
  }): Promise<{ memberId: string; memberAssignment: Buffer }[]>;
}

export interface TopicPartitions {
  topic: string;
  partitions: number[];
}

export interface KafkaConsumer {
  connect(): Promise<void>;
  subscribe(subscription: { readonly topics: string[]; readonly fromBeginning?: boolean }): Promise<void>;
  run(options: {
    readonly autoCommit?: boolean;
    readonly partitionsConsumedConcurrently?: number;
    readonly eachBatch: (payload: BatchPayload) => Promise<void>;
  }): Promise<void>;
  pause(partitions: TopicPartitions[]): void;
  resume(partitions: TopicPartitions[]): void;
  seek(position: { readonly topic: string; readonly partition: number; readonly offset: string }): void;
  describeGroup(): Promise<GroupDescription>;
  on(event: string, listener: (event: { readonly payload: unknown }) => void): () => void;
  stop(): Promise<void>;
  disconnect(): Promise<void>;
}

export interface GroupDescription {
  readonly state: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly memberMetadata: Buffer;
    readonly memberAssignment: Buffer;
  }[];
}

export interface IncomingMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Epoch ms. */
  readonly timestamp: string;
  readonly offset: string;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>> | undefined;
}

export interface MessageBatch {
  readonly topic: string;
  readonly partition: number;
  readonly highWatermark: string;
  readonly messages: readonly IncomingMessage[];
  lastOffset(): string;
}

export interface BatchPayload {
  readonly batch: MessageBatch;
  /** Commits at once and does not try again. */
  commitOffsetsIfNecessary(offsets?: OffsetCommit): Promise<void>;
}

export interface OffsetCommit {
  topics: { topic: string; partitions: { partition: number; offset: string; metadata?: string | null }[] }[];
}

export interface PartitionOffset {
  readonly partition: number;
  readonly offset: string;
}

export interface KafkaAdmin {
  connect(): Promise<void>;
  listTopics(): Promise<readonly string[]>;
  createTopics(options: { readonly waitForLeaders?: boolean; readonly topics: TopicConfig[] }): Promise<boolean>;
  fetchTopicMetadata(options: { readonly topics: string[] }): Promise<{
    readonly topics: readonly {
      readonly name: string;
      readonly partitions: readonly { readonly partitionId: number; readonly leader: number }[];
    }[];
  }>;
  fetchTopicOffsets(
    topic: string,
  ): Promise<readonly (PartitionOffset & { readonly high: string; readonly low: string })[]>;
  fetchTopicOffsetsByTimestamp(topic: string, timestamp: number): Promise<readonly PartitionOffset[]>;
  fetchOffsets(options: { readonly groupId: string; readonly topics: string[] }): Promise<
    readonly {
      readonly topic: string;
      readonly partitions: readonly (PartitionOffset & { readonly metadata: string | null })[];
    }[]
  >;
  disconnect(): Promise<void>;
}

export interface TopicConfig {
  topic: string;
  numPartitions?: number;
  replicationFactor?: number;
  configEntries?: { name: string; value: string }[];
}
