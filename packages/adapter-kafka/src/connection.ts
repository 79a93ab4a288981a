import type { Blobs } from '@manyhands/core';
import { withClaimCheck } from './client/claim-check.ts';
import type { KafkaAdmin, KafkaClient } from './client/kafka-client.ts';
import { loadKafkaClient, type KafkaConnectionOptions } from './client/load-kafkajs.ts';

/** The way to the brokers, opened on first use. */
export interface Connection {
  client(): Promise<KafkaClient>;
  admin(): Promise<KafkaAdmin>;
  close(): Promise<void>;
}

/** @param blobs where large values go; without, they travel */
export function createConnection(options: KafkaConnectionOptions, blobs?: Blobs): Connection {
  let client: Promise<KafkaClient> | undefined;
  let admin: Promise<KafkaAdmin> | undefined;

  function open(): Promise<KafkaClient> {
    client ??= load();
    return client;
  }

  async function load(): Promise<KafkaClient> {
    const loaded = await loadKafkaClient(options);
    return blobs === undefined ? loaded : withClaimCheck(loaded, blobs);
  }

  async function connect(): Promise<KafkaAdmin> {
    const opened = (await open()).admin();
    await opened.connect();
    return opened;
  }

  return {
    client: open,
    admin() {
      admin ??= connect();
      // Brokers that were away are asked again.
      admin.catch(() => (admin = undefined));
      return admin;
    },
    async close() {
      await (await admin?.catch(() => undefined))?.disconnect();
    },
  };
}
