import { testBrokers } from '@manyhands/local-kafka/testing';
import { transportContract } from '@manyhands/core/testing';
import { describe, it } from 'vitest';
import { kafkaTransport } from './index.ts';

const { brokers, isMissing, newPrefix } = await testBrokers();

describe.skipIf(isMissing)('the Kafka transport', () => {
  const create = () => kafkaTransport({ brokers, prefix: newPrefix() });
  for (const { name, run } of transportContract) it(name, () => run(create));
});
