import type { Store } from '@manyhands/core';
import { eventOf } from '@manyhands/test-database';
import type { RawTable } from './engines.ts';

/** One event after the other, of one run or of several at once, for a while. */
export interface AppendRate {
  readonly perSecond: number;
  /** Of one append, in ms. */
  readonly p99: number;
}

type Append = (run: number, seq: number) => Promise<void> | void;

/** @param round appends to runs of its own */
export function rateOfStore(store: Store, round: number, runs: number, durationMs: number): Promise<AppendRate> {
  const idOf = (run: number) => `${round}/${runs}/${run}`;
  return rateOf((run, seq) => store.append(idOf(run), [eventOf(idOf(run), seq)]), runs, durationMs);
}

/** The same rows, committed one by one. */
export function rateOfTable(table: RawTable, round: number, durationMs: number): Promise<AppendRate> {
  return rateOf((_, seq) => table.commit(round, seq, JSON.stringify(eventOf('raw', seq))), 1, durationMs);
}

async function rateOf(append: Append, runs: number, durationMs: number): Promise<AppendRate> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  async function drive(run: number): Promise<void> {
    for (let seq = 1; performance.now() - startedAt < durationMs; seq += 1) {
      const at = performance.now();
      await append(run, seq);
      latencies.push(performance.now() - at);
    }
  }
  await Promise.all(Array.from({ length: runs }, (_, run) => drive(run)));
  const elapsedMs = performance.now() - startedAt;
  latencies.sort((a, b) => a - b);
  return { perSecond: (latencies.length * 1_000) / elapsedMs, p99: latencies[Math.floor(latencies.length * 0.99)]! };
}
