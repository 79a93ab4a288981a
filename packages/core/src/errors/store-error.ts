import { ManyhandsError } from './manyhands-error.ts';

/** Somebody else drives the run now: what this process appends is refused. For stores. */
export function fencedError(runId: string): ManyhandsError {
  const message = `Run ${runId} is driven by another process now; this one was taken for dead. Nothing of it was stored; leave the run to the other.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_STORE_FENCED' });
}

/** Another process holds the lease. */
export function leasedError(runId: string, owner: string, expiresAt: number): ManyhandsError {
  const until = new Date(expiresAt).toISOString();
  const message = `Run ${runId} is driven by ${owner}. If that process is gone, the run can be resumed after ${until}.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_RUN_LEASED', isRetryable: true });
}

export function runNotFoundError(runId: string, store: string): ManyhandsError {
  const message = `The ${store} store has no run ${runId}. Look at store.list() for those it has.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_RUN_NOT_FOUND' });
}

/** An append would leave a gap. For stores. */
export function sequenceError(runId: string, seq: number, expected: number): ManyhandsError {
  const message = `Run ${runId}: event ${seq} was appended where ${expected} comes next. Only one writer may drive a run.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_STORE_SEQUENCE' });
}
