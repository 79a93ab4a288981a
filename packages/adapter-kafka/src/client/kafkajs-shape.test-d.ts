import type { Kafka } from 'kafkajs';
import { expectTypeOf, test } from 'vitest';
import type { KafkaClient } from './kafka-client.ts';

test('a client of kafkajs is one', () => {
  expectTypeOf<Kafka>().toExtend<KafkaClient>();
});
