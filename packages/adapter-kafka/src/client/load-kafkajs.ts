import type { ConnectionOptions } from 'node:tls';
import type * as Kafkajs from 'kafkajs';
import { ConfigError } from '@manyhands/core';
import type { KafkaClient } from './kafka-client.ts';
import { mendTimers } from './mend-timers.ts';

/** How to reach the brokers. Give `brokers`, or the client of your own app as `kafka`. */
export interface KafkaConnectionOptions {
  /** `host:port` of some of them; they name the others. Needs the package `kafkajs`. */
  readonly brokers?: readonly string[];
  /** A client of kafkajs' shape, with whatever settings your app has. */
  readonly kafka?: KafkaClient;
  /** How this process names itself to the brokers. Default `manyhands`. */
  readonly clientId?: string;
  /** TLS, as kafkajs takes it: `true`, or what `tls.connect` takes. */
  readonly ssl?: boolean | ConnectionOptions;
  /** SASL, as kafkajs takes it, e.g. `{ mechanism: 'scram-sha-512', username, password }`. */
  readonly sasl?: Readonly<Record<string, unknown>> & { readonly mechanism: string };
}

/** Below every session timeout, so that a broker that hangs is given up before this process is. */
const REQUEST_TIMEOUT_MS = 8_000;
const CONNECTION_TIMEOUT_MS = 3_000;

/** @throws ConfigError when kafkajs is not installed */
export async function loadKafkaClient(options: KafkaConnectionOptions): Promise<KafkaClient> {
  if (options.kafka !== undefined) return options.kafka;
  const { Kafka, logLevel } = await loadKafkajs();
  const { brokers = [], clientId = 'manyhands', ssl, sasl } = options;
  const client = new Kafka({
    clientId,
    brokers: [...brokers],
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
    ...(ssl !== undefined && { ssl }),
    ...(sasl !== undefined && { sasl: sasl as never }),
  });
  return client;
}

async function loadKafkajs(): Promise<Pick<typeof Kafkajs, 'Kafka' | 'logLevel'>> {
  try {
    const { default: kafkajs } = await import('kafkajs');
    await mendTimers();
    return kafkajs;
  } catch (cause) {
    const message = 'The package kafkajs is not installed: npm install kafkajs.';
    throw new ConfigError(message, { code: 'MANYHANDS_MISSING_PACKAGE', path: 'kafka.brokers', cause });
  }
}
