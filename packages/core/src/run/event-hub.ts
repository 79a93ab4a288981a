import { EventEmitter } from 'eventemitter3';
import type { RunEvent, RunEventOf, RunEventType } from '../domain/event.ts';

/** What an answer has so far. Live only: not in the log, without a sequence number. */
export interface TaskProgress {
  readonly taskId: string;
  readonly attempt: number;
  /** The whole text of the attempt so far. */
  readonly text: string;
}

export type RunListeners = {
  readonly [Type in RunEventType]: (event: RunEventOf<Type>) => void;
} & {
  /** Every event of the log. */
  readonly event: (event: RunEvent) => void;
  readonly 'task:progress': (progress: TaskProgress) => void;
};
export type RunListenerName = keyof RunListeners;

/** Hands events to listeners. One that throws, or rejects, harms nobody: it is reported as a process warning. */
export interface EventHub {
  on<Name extends RunListenerName>(name: Name, listener: RunListeners[Name]): () => void;
  emit(event: RunEvent): void;
  emitProgress(progress: TaskProgress): void;
}

type Listener = (payload: unknown) => void;

export function createEventHub(): EventHub {
  const emitter = new EventEmitter<Record<string, Listener>>();

  // eventemitter3 stops at the first listener that throws, so each is called apart.
  function call(name: string, payload: unknown): void {
    if (emitter.listenerCount(name) === 0) return;
    for (const listener of emitter.listeners(name)) {
      try {
        const returned = listener(payload) as unknown;
        if (returned instanceof Promise) returned.catch(warn);
      } catch (error) {
        warn(error);
      }
    }
  }

  return {
    on(name, listener) {
      emitter.on(name, listener as Listener);
      return () => void emitter.off(name, listener as Listener);
    },
    emit(event) {
      call(event.type, event);
      call('event', event);
    },
    emitProgress: (progress) => call('task:progress', progress),
  };
}

function warn(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.emitWarning(`A listener of a run threw: ${message}`, { code: 'MANYHANDS_LISTENER' });
}
