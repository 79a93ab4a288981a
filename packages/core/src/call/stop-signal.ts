import type { Clock } from '../ports/clock.ts';

/** One task in a worker, as seen by those who may stop it. Holds the controller of the current attempt only: nothing to leak. */
export interface StopSwitch {
  readonly isStopped: boolean;
  readonly reason: string | undefined;
  /** The task went to another worker: it ends here without a word. */
  readonly isAbandoned: boolean;
  /** For good: aborts the attempt under way and every later one. */
  stop(reason: string): void;
  abandon(): void;
  /** The worker goes: the call under way is ended, and what would only wait for leave is given back. */
  leave(): void;
  readonly isLeaving: boolean;
  isCalling: boolean;
  /** A signal for one attempt. */
  nextSignal(): AbortController;
}

export function createStopSwitch(): StopSwitch {
  let current: AbortController | undefined;
  let stopped: string | undefined;
  let isAbandoned = false;
  let isLeaving = false;

  function abandon(): void {
    isAbandoned = true;
    stop('The task was given to another worker.');
  }

  function stop(reason: string): void {
    stopped ??= reason;
    current?.abort(new DOMException(reason, 'AbortError'));
  }

  const self: StopSwitch = {
    isCalling: false,
    get isLeaving() {
      return isLeaving;
    },
    get isStopped() {
      return stopped !== undefined;
    },
    get reason() {
      return stopped;
    },
    get isAbandoned() {
      return isAbandoned;
    },
    stop,
    abandon,
    leave() {
      isLeaving = true;
      if (!self.isCalling) abandon();
    },
    nextSignal() {
      if (isLeaving) abandon();
      current = new AbortController();
      if (stopped !== undefined) current.abort(new DOMException(stopped, 'AbortError'));
      return current;
    },
  };
  return self;
}

/** Aborts `controller` when nothing touched it for `idleMs`, or after `totalMs` in any case. */
export interface Timeouts {
  /** Which of the two bounds was hit. */
  readonly expired: 'attempt' | 'idle' | undefined;
  touch(): void;
  clear(): void;
}

export function startTimeouts(
  clock: Clock,
  controller: AbortController,
  bounds: { readonly totalMs: number; readonly idleMs?: number },
): Timeouts {
  let expired: Timeouts['expired'];
  let clearIdle = () => {};
  const expire = (bound: 'attempt' | 'idle') => () => {
    expired ??= bound;
    controller.abort(new DOMException(`The ${bound} timeout passed.`, 'TimeoutError'));
  };
  const clearTotal = clock.setTimer(expire('attempt'), bounds.totalMs);
  const touch = () => {
    clearIdle();
    if (bounds.idleMs !== undefined) clearIdle = clock.setTimer(expire('idle'), bounds.idleMs);
  };
  touch();
  return {
    get expired() {
      return expired;
    },
    touch,
    clear() {
      clearTotal();
      clearIdle();
    },
  };
}
