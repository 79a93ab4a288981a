import { kafkaTransport } from '@manyhands/adapter-kafka';
import { createOrchestrator, NO_USAGE, type Orchestrator } from '@manyhands/core';
import { scriptedProvider } from '@manyhands/core/testing';

/** With the usage: counting tokens is the vendor's work, not the pipeline's. */
export const ANSWER = { text: 'ok', usage: { ...NO_USAGE, inputTokens: 100, outputTokens: 1 } };

export interface DriveOptions {
  readonly brokers: readonly string[];
  readonly prefix: string;
  /** Calls models in this process, too. */
  readonly worker: boolean;
}

/** An orchestrator over Kafka whose model answers at once. */
export function drive({ brokers, prefix, worker }: DriveOptions): Orchestrator {
  return createOrchestrator({
    planner: { provider: 'scripted', model: 'instant' },
    providers: [scriptedProvider({ id: 'scripted', defaultModel: 'instant', answer: () => ANSWER })],
    accounts: [{ id: 'one', provider: 'scripted', apiKey: 'none' }],
    transport: kafkaTransport({ brokers, prefix }),
    worker,
  });
}

/** Runs so many tasks to their end. Resolves with how long it took, in ms. */
export async function runTasks(orchestrator: Orchestrator, tasks: number): Promise<number> {
  const items = Array.from({ length: tasks }, (_, index) => `item ${index}`);
  const startedAt = performance.now();
  const { status, output } = await orchestrator.map(items, 'Say ok.').result;
  if (status !== 'done' || output?.length !== tasks) throw new Error(`It ended as ${status} with ${output?.length}.`);
  return performance.now() - startedAt;
}
