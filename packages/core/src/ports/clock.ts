/** The one source of time. Everything that waits takes it, so that tests and `simulate()` run on a virtual one. */
export interface Clock {
  /** Milliseconds since the epoch, never going backwards within a process. */
  now(): number;
  /**
   * Milliseconds since the epoch as the calendar of the machine has it: it may be set, and goes on while the machine sleeps.
   * For what happens at midnight only. Default: as `now`.
   */
  date?(): number;
  /** Calls back once after `delayMs` (0 or more); the returned function cancels it. The process may exit meanwhile only if `background`. */
  setTimer(callback: () => void, delayMs: number, options?: { readonly background?: boolean }): () => void;
}
