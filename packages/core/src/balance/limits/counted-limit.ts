import type { Dimension } from './dimension.ts';

/** A limit that was found by counting is tried to be higher after so long; twice as long each time that was wrong. */
const FIRST_TRY_MS = 60_000;
const LONGEST_TRY_MS = 60 * 60_000;
/** By this part of itself, and twice as much each time that was right. */
const FIRST_STEP = 0.1;
/** Raising a limit that is used less tells nothing. */
const WELL_USED = 0.9;

/**
 * Finds the limit of a vendor that refuses a call without telling it: what it had let in. It may be that others use the same
 * key, or that a call came too early, so it goes down to no less than half at a time, and is tried to be higher later on.
 */
export class CountedLimit {
  readonly #dimension: Dimension;
  /** What was stated: it is never raised beyond that. */
  #ceiling: number | undefined;
  #least = 1;
  #troubleAt = Number.NEGATIVE_INFINITY;
  #tryMs = FIRST_TRY_MS;
  #tryAt = Number.POSITIVE_INFINITY;
  #step = FIRST_STEP;

  constructor(dimension: Dimension) {
    this.#dimension = dimension;
  }

  /** The vendor has refused a call for this limit; what was reserved for it is given back already. */
  onRefusal(leftAt: number, now: number): void {
    const { window, countsFrom, windowMs } = this.#dimension;
    const used = window.used(now);
    // By our own count there was no room either: the call came too early, and the limit is right. Or too little is known yet.
    if (used >= window.limit || now - countsFrom < windowMs) return;
    // Calls that left together are refused together: that is one trouble, not several.
    if (leftAt > this.#troubleAt) this.#startTrouble(window.limit, now);
    this.#dimension.holdTo(Math.max(this.#least, used), now);
    this.#tryAt = now + this.#tryMs;
  }

  /** A call was answered; it still counts as under way. */
  onAnswer(now: number): void {
    const { window } = this.#dimension;
    if (now < this.#tryAt || this.#ceiling === undefined || window.used(now) < WELL_USED * window.limit) return;
    // The last one, if there was one, was right.
    if (this.#step > FIRST_STEP) this.#tryMs = FIRST_TRY_MS;
    const raised = Math.min(this.#ceiling, Math.ceil(window.limit * (1 + this.#step)));
    this.#dimension.holdTo(raised, now);
    this.#step *= 2;
    this.#tryAt = raised < this.#ceiling ? now + this.#tryMs : Number.POSITIVE_INFINITY;
  }

  #startTrouble(limit: number, now: number): void {
    this.#troubleAt = now;
    this.#least = Number.isFinite(limit) ? Math.max(1, Math.floor(limit / 2)) : 1;
    // It has just been raised, and that was wrong.
    if (this.#step > FIRST_STEP) this.#tryMs = Math.min(LONGEST_TRY_MS, this.#tryMs * 2);
    this.#step = FIRST_STEP;
    this.#ceiling ??= limit;
  }
}
