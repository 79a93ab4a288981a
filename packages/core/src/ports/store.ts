import type { RunEvent } from '../domain/event.ts';

export interface RunSummary {
  readonly runId: string;
  readonly goal: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** `undefined` while the run is not ended. */
  readonly status?: string;
  /** Sequence number of its newest event. */
  readonly lastSeq: number;
}

/**
 * Keeps runs as append-only logs. Promises: an append that resolved survives `kill -9`; the events of one append are there
 * together or not at all; an event with a sequence number that is there already is the same event and is not stored twice,
 * one that would leave a gap is refused (`MANYHANDS_STORE_SEQUENCE`); `read` gives them in order of `seq`.
 */
export interface Store {
  readonly name: string;
  append(runId: string, events: readonly RunEvent[]): Promise<void> | void;
  /** Events with `seq >= fromSeq` (default 1). */
  read(runId: string, fromSeq?: number): AsyncIterable<RunEvent>;
  list(): Promise<readonly RunSummary[]>;
  close(): Promise<void>;
}
