import type { WindowView } from './window.ts';

/** Times to a reset are often told in whole seconds, rounded up. */
const ROUNDED_MS = 1_000;
/** Sums of fractions are not exact. */
const ROUNDING = 1e-6;
/** So many answers must fit the same bucket before it is believed in. */
const ENOUGH = 3;

/**
 * Finds out from what a vendor says whether it counts with a bucket, and how large that is. A bucket of size b from which r is
 * left is full again after (b − r) ÷ rate, so each answer tells its size. A window is full again a whole window after the last
 * call, or at a fixed time, whatever is left: there the sizes that answers tell move with what is left.
 */
export class BucketShape {
  /** It may be that it holds less than the limit. */
  mayBeSmall = false;
  readonly #windowMs: number;
  #least = 0;
  #most = Number.POSITIVE_INFINITY;
  /** Of what was left, in the answers that agree. */
  #lowest = Number.POSITIVE_INFINITY;
  #highest = 0;
  #agreeing = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** `undefined` while it is not sure. */
  get size(): number | undefined {
    const isSure = this.#agreeing >= ENOUGH && this.#highest - this.#lowest >= this.#most - this.#least;
    // The least it can be, as a whole number: the vendor's own is one.
    return isSure ? Math.ceil(this.#least - ROUNDING) : undefined;
  }

  /** @returns `false`: what was said fits no bucket, or not the one that was believed in */
  learn(view: WindowView): boolean {
    // It is full, and tells nothing.
    if (view.resetMs <= 0) return true;
    const [from, to] = this.#sizesTold(view);
    const isPossible = from <= view.limit;
    const fits = isPossible && Math.max(this.#least, from) <= Math.min(this.#most, to);
    if (!fits) this.#startAnew();
    if (!isPossible) return false;
    this.#least = Math.max(this.#least, from);
    this.#most = Math.min(this.#most, to);
    this.#lowest = Math.min(this.#lowest, view.remaining);
    this.#highest = Math.max(this.#highest, view.remaining);
    this.#agreeing += fits ? 1 : 0;
    this.mayBeSmall = this.#most < view.limit;
    return fits;
  }

  #startAnew(): void {
    this.#least = 0;
    this.#most = Number.POSITIVE_INFINITY;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#highest = 0;
    this.#agreeing = 0;
    this.mayBeSmall = false;
  }

  /** What is left is told in whole numbers, rounded down; the time may be rounded up. */
  #sizesTold({ limit, remaining, resetMs }: WindowView): readonly [number, number] {
    const rate = limit / this.#windowMs;
    const roundedMs = resetMs % ROUNDED_MS === 0 ? ROUNDED_MS : 1;
    return [remaining + Math.max(0, resetMs - roundedMs) * rate, remaining + 1 + resetMs * rate];
  }
}
