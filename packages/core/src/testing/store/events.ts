import type { RunEvent } from '../../domain/event.ts';
import type { Store } from '../../ports/store.ts';

export function anEvent(seq: number, runId = 'run'): RunEvent {
  return { type: 'input:closed', runId, at: 1_000 + seq, pieces: seq, seq };
}

export function theStart(runId = 'run', at = 5): RunEvent {
  return { type: 'run:started', runId, seq: 1, at, goal: { goal: 'Do it.', budget: {} }, criteria: [] };
}

export function theEnd(runId: string, at: number): RunEvent {
  return { type: 'run:ended', runId, seq: 2, at, status: 'done', output: 1 };
}

export async function readAll(store: Store, runId: string, fromSeq?: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of store.read(runId, fromSeq)) events.push(event);
  return events;
}

/** In order of their ids, so that an expectation can be written down. */
export async function idsOf(store: Store, ...args: Parameters<Store['list']>): Promise<string[]> {
  return (await store.list(...args)).map(({ runId }) => runId).toSorted();
}
