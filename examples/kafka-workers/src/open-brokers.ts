import { missingTool, startKafka } from '@manyhands/local-kafka';
import { UsageError } from './arguments.ts';

export interface Brokers extends AsyncDisposable {
  readonly brokers: readonly string[];
  /** One sentence: which they are. */
  readonly notice: string;
}

/**
 * `KAFKA_BROKERS` (a comma between addresses) when it is set, else a Kafka that ends with this process.
 *
 * @throws UsageError when there is none and none can be started
 */
export async function openBrokers(given = process.env['KAFKA_BROKERS']): Promise<Brokers> {
  if (given) {
    return { brokers: given.split(','), notice: `Kafka at ${given}.`, async [Symbol.asyncDispose]() {} };
  }
  const missing = await missingTool();
  if (missing !== undefined) {
    throw new UsageError(
      `There is no Kafka: start the one of compose.yaml and set KAFKA_BROKERS, or install ${missing}.`,
    );
  }
  const kafka = await startKafka();
  return {
    brokers: kafka.brokers,
    notice: `Kafka at ${kafka.brokers.join(',')}, started by this command and for it.`,
    [Symbol.asyncDispose]: () => kafka.stop(),
  };
}
