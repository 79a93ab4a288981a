import type { TopicConfig } from '../client/kafka-client.ts';

/** How topics are made that are not there yet. */
export interface TopicOptions {
  /** Of each route: at most so many workers share its tasks. Default 12. */
  readonly partitions?: number;
  /** Over which the reports of runs are spread. Default 6. Do not change it while runs are under way. */
  readonly resultPartitions?: number;
  /** Copies of each record. Default: as the brokers are set up (`default.replication.factor`). */
  readonly replicationFactor?: number;
  /** For how long tasks, reports and dead letters are kept, in ms. Default 7 days. */
  readonly retentionMs?: number;
  /** `false`: topics are only looked for, and a missing one is an error. Default `true`. */
  readonly create?: boolean;
}

const WEEK_MS = 7 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const AS_BROKERS_SAY = -1;

export interface TopicSettings {
  readonly create: boolean;
  tasks(topic: string): TopicConfig;
  results(topic: string): TopicConfig;
  retry(topic: string): TopicConfig;
  dead(topic: string): TopicConfig;
  control(topic: string): TopicConfig;
}

export function toTopicSettings(options: TopicOptions = {}): TopicSettings {
  const { partitions = 12, resultPartitions = 6, replicationFactor = AS_BROKERS_SAY, create = true } = options;
  const { retentionMs = WEEK_MS } = options;
  const make =
    (numPartitions: number, keptMs: number) =>
    (topic: string): TopicConfig => ({
      topic,
      numPartitions,
      replicationFactor,
      configEntries: [{ name: 'retention.ms', value: String(keptMs) }],
    });
  return {
    create,
    tasks: make(partitions, retentionMs),
    results: make(resultPartitions, retentionMs),
    retry: make(Math.min(3, partitions), retentionMs),
    dead: make(1, retentionMs),
    control: make(1, HOUR_MS),
  };
}
