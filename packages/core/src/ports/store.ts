import type { RunEvent } from '../domain/event.ts';
import type { RunStatus } from '../domain/goal.ts';

export interface RunSummary {
  readonly runId: string;
  readonly goal: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** How it ended; missing while it has not. */
  readonly status?: RunStatus;
  /** Epoch ms. */
  readonly endedAt?: number;
  /** Sequence number of its newest event. */
  readonly lastSeq: number;
}

export interface ListOptions {
  /** Default: both. */
  readonly state?: 'unfinished' | 'ended';
  /** At most so many. Default: all. */
  readonly limit?: number;
}

/** The right to append to a run, for as long as it is renewed. */
export interface Lease {
  readonly runId: string;
  /** Who drives the run, in words that the same process would choose again and no other. */
  readonly owner: string;
  /** Grows each time the run changes hands: an append with an older one is refused. */
  readonly fence: number;
  /** Epoch ms, by the store's clock. */
  readonly expiresAt: number;
}

export interface LeaseRequest {
  readonly owner: string;
  readonly forMs: number;
  /** The fence of a lease that has not expired, but whose owner is known to be gone: it is taken over. */
  readonly from?: number;
}

/** Ended runs that may go. A run goes when either bound says so; one that has not ended never does. */
export interface PruneRequest {
  /** Epoch ms: runs that ended before. */
  readonly endedBefore?: number;
  /** Those beyond the newest so many ended runs. */
  readonly keep?: number;
  /** Of one step, so that it holds nobody up. */
  readonly maxRuns: number;
}

/**
 * Keeps runs as append-only logs, and says who may append. Promises:
 *
 * - An append that resolved survives `kill -9`. The events of one append are there together or not at all.
 * - An event with a sequence number that is there already is the same event and is not stored twice; one that would leave a
 *   gap is refused (`MANYHANDS_STORE_SEQUENCE`).
 * - `read` gives events in order of `seq`, as they were: equal after a round trip through JSON.
 * - One lease of a run at a time. With a `fence`, an append is refused once a newer lease was given
 *   (`MANYHANDS_STORE_FENCED`): a driver that was taken for dead and was not can do no harm.
 */
export interface Store {
  readonly name: string;
  append(runId: string, events: readonly RunEvent[], fence?: number): Promise<void> | void;
  /** Events with `seq >= fromSeq` (default 1). */
  read(runId: string, fromSeq?: number): AsyncIterable<RunEvent>;
  /** The newest run first. */
  list(options?: ListOptions): Promise<readonly RunSummary[]>;
  /**
   * Gives the lease to `owner`, or says who has it: compare `owner`. It is given when nobody has it, when it has expired,
   * when `owner` has it (and then again, with a newer fence), or when its fence is `from`.
   */
  lease(runId: string, request: LeaseRequest): Promise<Lease>;
  /** @throws ManyhandsError `MANYHANDS_STORE_FENCED` when the run has changed hands */
  renew(lease: Lease, forMs: number): Promise<Lease>;
  /** The run is free at once. Does nothing when it has changed hands. */
  release(lease: Lease): Promise<void>;
  /** Removes runs, one step's worth; resolves with how many. Fewer than `maxRuns`: there are no more. */
  prune(request: PruneRequest): Promise<number>;
  close(): Promise<void>;
}
