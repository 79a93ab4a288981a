import { missingTool } from './fetch-kafka.ts';
import { startKafka } from './start-kafka.ts';

/** A broker for tests, or what was skipped because there is none. */
export type BrokersForTests =
  | { readonly brokers: readonly string[]; stop(): Promise<void> }
  | { readonly brokers: undefined; readonly skipped: string; stop(): Promise<void> };

/**
 * `KAFKA_BROKERS` (a comma between addresses) when it is set, else a Kafka of this process, else none.
 *
 * @throws with `CI=true` when there is none
 */
export async function brokersForTests(): Promise<BrokersForTests> {
  const given = process.env['KAFKA_BROKERS'];
  if (given !== undefined && given !== '') return { brokers: given.split(','), stop: () => Promise.resolve() };
  const missing = await missingTool();
  if (missing === undefined) return startKafka();
  const skipped = `No Kafka to test with: set KAFKA_BROKERS, or install ${missing}.`;
  if (process.env['CI'] === 'true') throw new Error(skipped);
  console.warn(`Skipped: ${skipped}`);
  return { brokers: undefined, skipped, stop: () => Promise.resolve() };
}
