import type { RunEvent } from '../domain/event.ts';
import { sequenceError } from '../errors/store-error.ts';

/**
 * Of the events of an append, those that are not in the log yet, whose newest event is number `lastSeq`.
 *
 * @throws ManyhandsError `MANYHANDS_STORE_SEQUENCE` when they would leave a gap
 */
export function freshEvents(runId: string, events: readonly RunEvent[], lastSeq: number): readonly RunEvent[] {
  const fresh = events.filter(({ seq }) => seq > lastSeq);
  const index = fresh.findIndex(({ seq }, index) => seq !== lastSeq + 1 + index);
  if (index !== -1) throw sequenceError(runId, fresh[index]!.seq, lastSeq + 1 + index);
  return fresh;
}
