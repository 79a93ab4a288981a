import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteStore } from '@manyhands/adapter-sqlite';
import type { Json } from '@manyhands/core';
import { readFacts } from '../store/read-log.ts';
import type { KafkaFault } from './faults.ts';
import { startFleet, type Fleet, type FleetOptions } from './fleet.ts';

/** What became of one run. */
export interface RunUnderFault {
  /** Tasks without a result. */
  readonly lost: number;
  /** Tasks that count twice, or were called again after they were done. */
  readonly doneAgain: number;
  /** Calls that the vendor let in, beyond one for each task. */
  readonly repeated: number;
  /** Calls refused, for whatever reason. */
  readonly refused: number;
}

/** Anywhere between these shares of the tasks it strikes. */
const FROM = 0.1;
const TO = 0.6;
const MAX_DELAY_MS = 200;

/** Runs so many tasks over three workers, has the fault strike once in the middle, and sees the run to its end. */
export async function runUnder(fault: Pick<KafkaFault, 'strike'>, options: FleetOptions): Promise<RunUnderFault> {
  await using fleet = await startFleet(options);
  await fleet.driver.said(Math.floor(options.tasks * (FROM + Math.random() * (TO - FROM))));
  await sleep(Math.random() * MAX_DELAY_MS);
  await fault.strike(fleet);
  await fleet.driver.ended();
  return toOutcome(fleet, options);
}

async function toOutcome({ simulator }: Fleet, { path, tasks }: FleetOptions): Promise<RunUnderFault> {
  const store = sqliteStore({ path });
  const [run] = await store.list({ state: 'ended' });
  const { essence, doneAgain } = await readFacts(store, run!.runId);
  await store.close();
  const counts = simulator.counts();
  const calls = counts.reduce((sum, { accepted }) => sum + accepted, 0);
  return {
    lost: tasks - countOutputs(essence),
    doneAgain,
    repeated: calls - tasks,
    refused: counts.reduce((sum, { refused, failed }) => sum + refused + failed, 0),
  };
}

function countOutputs(essence: Json): number {
  const { output } = essence as { readonly output: readonly Json[] | null };
  return output?.filter((each) => typeof each === 'string' && each !== '').length ?? 0;
}
