import { hash } from 'node:crypto';
import type { Json, RunEvent, Store } from '@manyhands/core';

/** What the log of a run that has ended says. */
export interface LogFacts {
  /** What the run is about in the end: not when, by whom, or how often. */
  readonly essence: Json;
  /** Answers that were recorded. */
  readonly answers: number;
  /** Calls that it says were made again. */
  readonly repeated: number;
  /** Tasks that were called again after they were done, or were done twice. */
  readonly doneAgain: number;
}

/** Hashes of a log's events, in order. */
export async function readHashes(store: Store, runId: string): Promise<readonly string[]> {
  return Array.fromAsync(store.read(runId), (event) => hash('sha256', JSON.stringify(event)));
}

export async function readFacts(store: Store, runId: string): Promise<LogFacts> {
  const events = await Array.fromAsync(store.read(runId));
  return {
    essence: toEssence(events),
    answers: events.filter(({ type }) => isAnswer(type)).length,
    repeated: events.reduce((sum, event) => sum + (event.type === 'run:resumed' ? event.repeated.length : 0), 0),
    doneAgain: countDoneAgain(events),
  };
}

function isAnswer(type: RunEvent['type']): boolean {
  return type === 'task:done' || type === 'task:repaired' || type === 'task:duplicate';
}

/** @throws when the log does not end with the end of its run */
function toEssence(events: readonly RunEvent[]): Json {
  const end = events.at(-1);
  if (end?.type !== 'run:ended') throw new Error(`The log of a run that has ended ends with ${end?.type}.`);
  const verdicts = events.flatMap((event) => (event.type === 'evaluate:done' ? [event.verdict] : []));
  return JSON.parse(JSON.stringify({ status: end.status, output: end.output, verdicts })) as Json;
}

function countDoneAgain(events: readonly RunEvent[]): number {
  const done = new Set<string>();
  let again = 0;
  for (const event of events) {
    if (event.type === 'task:started' && done.has(event.taskId)) again += 1;
    if (event.type !== 'task:done') continue;
    if (done.has(event.taskId)) again += 1;
    done.add(event.taskId);
  }
  return again;
}
