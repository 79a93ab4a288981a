import { inject } from 'vitest';

/** The brokers of this test run. */
export interface TestBrokers {
  /** There are none on this machine: `describe.skipIf(isMissing)`. With `CI` set asking for them fails instead. */
  readonly isMissing: boolean;
  readonly brokers: readonly string[];
  /** A prefix for topics and groups that nobody else has. */
  newPrefix(): string;
}

export async function testBrokers(): Promise<TestBrokers> {
  const answer = await fetch(inject('kafkaDesk'));
  const text = await answer.text();
  if (!answer.ok && answer.status !== 404) throw new Error(text);
  const { brokers = [] } = JSON.parse(text) as { readonly brokers?: readonly string[] };
  return { isMissing: !answer.ok, brokers, newPrefix: () => `test-${crypto.randomUUID()}` };
}
