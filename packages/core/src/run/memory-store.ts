import type { RunEvent } from '../domain/event.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { RunSummary, Store } from '../ports/store.ts';

/** Keeps runs in this process, as long as it lives. Appends are synchronous. */
export function memoryStore(): Store {
  const runs = new Map<string, RunEvent[]>();

  function append(runId: string, events: readonly RunEvent[]): void {
    const log = runs.get(runId) ?? [];
    runs.set(runId, log);
    for (const event of events) appendOne(runId, log, event);
  }

  async function* read(runId: string, fromSeq = 1): AsyncGenerator<RunEvent, void, undefined> {
    const log = runs.get(runId) ?? [];
    for (let index = fromSeq - 1; index < log.length; index += 1) yield log[index]!;
  }

  return {
    name: 'memory',
    append,
    read,
    list: () => Promise.resolve([...runs].map(([runId, log]) => summarise(runId, log))),
    close: () => Promise.resolve(),
  };
}

function appendOne(runId: string, log: RunEvent[], event: RunEvent): void {
  const expected = log.length + 1;
  if (event.seq < expected) return;
  if (event.seq > expected) {
    const message = `Run ${runId}: event ${event.seq} was appended where ${expected} comes next. Only one writer may drive a run.`;
    throw new ManyhandsError(message, { code: 'MANYHANDS_STORE_SEQUENCE' });
  }
  log.push(event);
}

function summarise(runId: string, log: readonly RunEvent[]): RunSummary {
  const first = log[0];
  const last = log.at(-1);
  return {
    runId,
    goal: first?.type === 'run:started' ? first.goal.goal : '',
    startedAt: first?.at ?? 0,
    lastSeq: log.length,
    ...(last?.type === 'run:ended' && { status: last.status }),
  };
}
