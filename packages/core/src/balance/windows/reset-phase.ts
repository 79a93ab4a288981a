import type { WindowView } from './window.ts';

/** The moment of a reset is known when it lies within this part of a window. */
const NARROW_SHARE = 0.05;
/** Times to a reset are often told in whole seconds, rounded up. */
const ROUNDED_MS = 1_000;

/** Some reset of a vendor's, and how much earlier or later it may be. */
export interface KnownReset {
  readonly at: number;
  readonly marginMs: number;
}

/** Finds out from what a vendor says when its windows start, if they start at fixed times. */
export class ResetPhase {
  readonly #windowMs: number;
  #from = Number.NEGATIVE_INFINITY;
  #to = Number.POSITIVE_INFINITY;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** `undefined` while it is not sure. */
  get known(): KnownReset | undefined {
    const marginMs = (this.#to - this.#from) / 2;
    if (!(marginMs <= this.#windowMs * NARROW_SHARE)) return undefined;
    // Whole numbers: sums of fractions of a ms are not exact, and there would be room a moment too early.
    return { at: Math.round(this.#from + marginMs), marginMs: Math.ceil(marginMs) + 1 };
  }

  /** @returns `false`: what was said does not fit what was known, which is given up */
  learn({ resetMs }: WindowView, leftAt: number, now: number): boolean {
    // It is full, and tells nothing.
    if (resetMs <= 0) return true;
    const roundedMs = resetMs % ROUNDED_MS === 0 ? ROUNDED_MS : 1;
    // The vendor said it at some time between the call and its answer.
    const from = leftAt + resetMs - roundedMs;
    const to = now + resetMs;
    const windowMs = this.#windowMs;
    // By so many windows the one may be before the other, if they are resets of the same row.
    const least = Math.ceil((from - this.#to) / windowMs);
    const most = Math.floor((to - this.#from) / windowMs);
    // It may be either of two: nothing is learned.
    if (most > least && Number.isFinite(this.#from)) return true;
    const fits = most >= least;
    const turnsMs = Number.isFinite(this.#from) ? least * windowMs : 0;
    this.#from = fits ? Math.max(this.#from + turnsMs, from) : from;
    this.#to = fits ? Math.min(this.#to + turnsMs, to) : to;
    return fits;
  }
}
