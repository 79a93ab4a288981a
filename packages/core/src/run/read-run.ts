import type { RunEvent } from '../domain/event.ts';
import { runNotFoundError } from '../errors/store-error.ts';
import type { Store } from '../ports/store.ts';
import { foldEvent } from './fold-event.ts';
import { createRunState, type RunState } from './run-state.ts';

/**
 * The state of a run as its log has it.
 *
 * @throws ManyhandsError `MANYHANDS_RUN_NOT_FOUND`
 */
export async function readRun(runId: string, store: Store): Promise<RunState> {
  const state = createRunState(runId);
  for await (const event of store.read(runId)) foldEvent(state, event);
  if (state.lastSeq === 0) throw runNotFoundError(runId, store.name);
  return state;
}

/** @throws ManyhandsError `MANYHANDS_RUN_NOT_FOUND` */
export async function readEvents(runId: string, store: Store): Promise<readonly RunEvent[]> {
  const events = await Array.fromAsync(store.read(runId));
  if (events.length === 0) throw runNotFoundError(runId, store.name);
  return events;
}
