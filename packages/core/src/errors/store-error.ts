import { ManyhandsError } from './manyhands-error.ts';

/** Somebody else drives the run now: what this process appends is refused. For stores. */
export function fencedError(runId: string): ManyhandsError {
  const message = `Run ${runId} is driven by another process now; this one was taken for dead. Nothing of it was stored; leave the run to the other.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_STORE_FENCED' });
}

/** An append would leave a gap. For stores. */
export function sequenceError(runId: string, seq: number, expected: number): ManyhandsError {
  const message = `Run ${runId}: event ${seq} was appended where ${expected} comes next. Only one writer may drive a run.`;
  return new ManyhandsError(message, { code: 'MANYHANDS_STORE_SEQUENCE' });
}
