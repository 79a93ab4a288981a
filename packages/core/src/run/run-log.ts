import type { RunEvent, RunEventBody } from '../domain/event.ts';
import { ManyhandsError } from '../errors/manyhands-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { foldEvent } from './fold-event.ts';
import type { RunState } from './run-state.ts';

/** The one writer of a run. */
export interface RunLog {
  readonly runId: string;
  /** As of the newest event. Read only: it changes by events alone. */
  readonly state: RunState;
  /** Gives the event its number and time, folds it, stores it. Resolves when it is stored. */
  append(body: RunEventBody): Promise<void>;
  /** Events from `fromSeq` on (default 1), those to come included, until the run has ended or is left. Reads from the store: a slow reader holds nobody up. */
  events(fromSeq?: number): AsyncGenerator<RunEvent, void, undefined>;
  /** The run is left as it is: nothing more is appended, and readers come to an end. */
  close(): void;
}

export interface RunLogOptions {
  /** Folded from all that is stored: of a new run, nothing. */
  readonly state: RunState;
  readonly store: Store;
  /** Of the lease under which this process appends. */
  fence?(): number | undefined;
  readonly clock: Clock;
  /** Called for every event once it is stored, in order. Must not throw. */
  onStored(event: RunEvent): void;
}

const STORED = Promise.resolve();

export function createRunLog({ state, store, clock, onStored, fence }: RunLogOptions): RunLog {
  const { runId } = state;
  let storedSeq = state.lastSeq;
  let waitingReaders: (() => void)[] = [];
  let batch: RunEvent[] = [];
  let writing: Promise<void> | undefined;
  const outbox: RunEvent[] = [];
  let isPublishing = false;
  let isClosed = false;

  /** A listener may append: its event goes out after the one it heard, to everybody. */
  function publish(events: readonly RunEvent[]): void {
    outbox.push(...events);
    if (isPublishing) return;
    isPublishing = true;
    for (let event = outbox.shift(); event !== undefined; event = outbox.shift()) {
      storedSeq = event.seq;
      onStored(event);
    }
    isPublishing = false;
    wakeReaders();
  }

  function wakeReaders(): void {
    const readers = waitingReaders;
    waitingReaders = [];
    for (const wake of readers) wake();
  }

  function append(body: RunEventBody): Promise<void> {
    if (isClosed) return Promise.reject(left(runId));
    const event = { ...body, runId, seq: state.lastSeq + 1, at: clock.now() };
    foldEvent(state, event);
    batch.push(event);
    return writing === undefined ? write() : writing.then(write);
  }

  /** Stores what has gathered: one append at a time, so that a slow store gets larger ones. */
  function write(): Promise<void> {
    if (batch.length === 0) return writing ?? STORED;
    const events = batch;
    batch = [];
    const stored = toStore(events);
    if (stored === undefined) {
      publish(events);
      return STORED;
    }
    writing = stored.then(() => {
      writing = undefined;
      publish(events);
    });
    return writing;
  }

  /** Rejects, whichever way the store fails; from then on every append does. */
  function toStore(events: readonly RunEvent[]): Promise<void> | void {
    try {
      return store.append(runId, events, fence?.());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async function* events(fromSeq = 1): AsyncGenerator<RunEvent, void, undefined> {
    let next = fromSeq;
    while (true) {
      for await (const event of store.read(runId, next)) {
        next = event.seq + 1;
        yield event;
        if (event.type === 'run:ended') return;
      }
      if (next <= storedSeq) continue;
      if (isClosed) return;
      await new Promise<void>((resolve) => waitingReaders.push(resolve));
    }
  }

  return {
    runId,
    state,
    append,
    events,
    close() {
      isClosed = true;
      wakeReaders();
    },
  };
}

function left(runId: string): ManyhandsError {
  return new ManyhandsError(`Run ${runId} is left as it is; resume it to go on.`, { code: 'MANYHANDS_RUN_LEFT' });
}
