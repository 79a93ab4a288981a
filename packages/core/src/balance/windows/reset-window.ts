import type { Slice, Window } from './window.ts';

/** When a vendor's counter starts anew. Nobody's clock is exact: it may be `marginMs` earlier or later. */
export interface Resets {
  /** On the clock that the resets are known by, from the one that windows are asked in. */
  toResetClock(now: number): number;
  /** The first reset after a moment of that clock. */
  next(at: number): number;
  readonly marginMs: number;
}

/**
 * At most `limit` from one reset of the vendor's to the next. Around a reset a call may fall on either side of it: it has to fit
 * on both, and counts for both.
 */
export class ResetWindow implements Window {
  limit: number;
  readonly #resets: Resets;
  #resetAt = Number.NEGATIVE_INFINITY;
  /** What was taken from then on counts. */
  #countsFrom = Number.NEGATIVE_INFINITY;
  #total = 0;
  /** Of the total, what counts after the reset too. */
  #late = 0;

  constructor(limit: number, resets: Resets) {
    this.limit = limit;
    this.#resets = resets;
  }

  get size(): number {
    return this.limit;
  }

  used(now: number, at = now): number {
    this.#turn(this.#resets.toResetClock(now));
    return this.#resets.toResetClock(at) < this.#endsAt() ? this.#total : this.#late;
  }

  earliest(amount: number, now: number): number {
    const at = this.#resets.toResetClock(now);
    this.#turn(at);
    const wanted = Math.min(amount, this.limit);
    if (this.#total + wanted <= this.limit) return now;
    // What was taken around the reset counts until the next one.
    const fitsAfter = this.#late + wanted <= this.limit;
    const endsAt = fitsAfter ? this.#endsAt() : this.#resets.next(this.#resetAt) + this.#resets.marginMs;
    return now + endsAt - at;
  }

  take(slice: Slice, now: number): void {
    slice.at = this.#put(slice.amount, now);
  }

  restamp(slice: Slice, now: number): void {
    const at = this.#resets.toResetClock(now);
    if (slice.at >= at) return;
    this.#turn(at);
    this.#add(-slice.amount, slice.at);
    slice.at = this.#put(slice.amount, now);
  }

  end(slice: Slice, amount: number, now: number): void {
    this.#turn(this.#resets.toResetClock(now));
    if (amount > slice.amount) this.#put(amount - slice.amount, now);
    else this.#add(amount - slice.amount, slice.at);
    slice.amount = amount;
  }

  #endsAt(): number {
    return this.#resetAt + this.#resets.marginMs;
  }

  #turn(at: number): void {
    if (at < this.#endsAt()) return;
    const { next, marginMs } = this.#resets;
    // The reset is over; sums of fractions may say that it is not.
    const following = next(Math.max(this.#resetAt, at - marginMs));
    const isNextDoor = Number.isFinite(this.#resetAt) && next(this.#resetAt) === following;
    this.#total = isNextDoor ? this.#late : 0;
    this.#countsFrom = isNextDoor ? this.#resetAt - marginMs : at;
    this.#late = 0;
    this.#resetAt = following;
  }

  #put(amount: number, now: number): number {
    this.#turn(this.#resets.toResetClock(now));
    // A clock that was set back does not undo the reset.
    const at = Math.max(this.#countsFrom, this.#resets.toResetClock(now));
    this.#add(amount, at);
    return at;
  }

  #add(amount: number, takenAt: number): void {
    if (takenAt < this.#countsFrom) return;
    this.#total += amount;
    if (takenAt >= this.#resetAt - this.#resets.marginMs) this.#late += amount;
  }
}
