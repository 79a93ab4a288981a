import { ManyhandsError, type Delivery } from '@manyhands/core';
import type { Entry } from './partition-feed.ts';

/** What becomes of a task that was handed over. */
export interface HandedTasksOptions {
  /** Whether calls may leave now. */
  mayBegin(): boolean;
  /** Delivered again later: stored elsewhere, so that this one is done. */
  putOff(entry: Entry, delayMs: number): Promise<void>;
  bury(entry: Entry, reason: string): Promise<void>;
  onDone(entry: Entry): void;
  /** It waits here again until then. */
  onReturned(entry: Entry, dueAt: number): void;
  now(): number;
}

/** The tasks that the worker has. */
export interface HandedTasks {
  readonly size: number;
  hand(entry: Entry): Delivery;
  /** The partition has gone to another worker before the call began. */
  revoke(entry: Entry): void;
}

export function createHandedTasks(options: HandedTasksOptions): HandedTasks {
  const handed = new Map<Entry, AbortController>();

  function hand(entry: Entry): Delivery {
    const revoked = new AbortController();
    handed.set(entry, revoked);
    entry.state = 'handed';
    let isSettled = false;

    /** What was revoked is settled by another worker. */
    async function settle(act: () => Promise<void> | void): Promise<void> {
      if (isSettled) throw settledTwice(entry);
      isSettled = true;
      if (revoked.signal.aborted) return;
      try {
        await act();
      } catch (error) {
        // Nothing could be stored, so it stays here.
        handed.delete(entry);
        options.onReturned(entry, options.now());
        throw error;
      }
      // It may have been revoked meanwhile.
      if (handed.delete(entry)) options.onDone(entry);
    }

    function begin(): boolean {
      if (revoked.signal.aborted) return false;
      if (entry.state === 'begun') return true;
      if (options.mayBegin()) {
        entry.state = 'begun';
        return true;
      }
      revoke(entry);
      options.onReturned(entry, options.now());
      return false;
    }

    return {
      message: entry.message!,
      revoked: revoked.signal,
      begin,
      ack: () => settle(() => {}),
      retryLater: (delayMs) => settle(() => options.putOff(entry, delayMs)),
      reject: (reason) => settle(() => options.bury(entry, reason)),
    };
  }

  function revoke(entry: Entry): void {
    const revoked = handed.get(entry);
    handed.delete(entry);
    revoked?.abort();
  }

  return {
    get size() {
      return handed.size;
    },
    hand,
    revoke,
  };
}

function settledTwice({ message }: Entry): ManyhandsError {
  const text = `Task ${message?.taskId} was settled twice; a delivery is acked, retried or rejected exactly once.`;
  return new ManyhandsError(text, { code: 'MANYHANDS_SETTLED_TWICE' });
}
