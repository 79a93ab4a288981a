/** So many moments are kept apart; beyond that, those within this part of a window are kept as one, as of the last of them. */
const MOMENTS = 256;
const FIRST_ROOM = 8;

/**
 * When how much was taken, in a ring: memory and time are bounded by the number of moments that are kept apart, not by that of
 * calls. Moments are numbered in the order of time.
 */
export class Moments {
  /** The oldest that is kept, and the one to come. */
  first = 0;
  next = 0;
  readonly #grainMs: number;
  /** For each its time, then how much was taken. */
  #ring = new Float64Array(FIRST_ROOM * 2);
  #mask = FIRST_ROOM - 1;
  #lastBegan = 0;

  constructor(windowMs: number) {
    this.#grainMs = windowMs / MOMENTS;
  }

  timeOf(index: number): number {
    return this.#ring[(index & this.#mask) * 2]!;
  }

  amountOf(index: number): number {
    return this.#ring[(index & this.#mask) * 2 + 1]!;
  }

  /** @returns the number of the moment */
  put(amount: number, now: number): number {
    const last = this.next - 1;
    // The order of moments is that of time, also for a clock that was set back.
    const at = this.first === this.next ? now : Math.max(now, this.timeOf(last));
    if (this.first < this.next && this.#isSameMoment(last, at)) {
      this.#ring[(last & this.#mask) * 2] = at;
      this.change(last, amount);
      return last;
    }
    if (this.next - this.first > this.#mask) this.#widen();
    this.#lastBegan = at;
    this.#ring[(this.next & this.#mask) * 2] = at;
    this.#ring[(this.next & this.#mask) * 2 + 1] = amount;
    this.next += 1;
    return this.next - 1;
  }

  change(index: number, by: number): void {
    this.#ring[(index & this.#mask) * 2 + 1]! += by;
  }

  #isSameMoment(last: number, at: number): boolean {
    if (this.timeOf(last) === at) return true;
    return this.next - this.first >= MOMENTS && at - this.#lastBegan <= this.#grainMs;
  }

  #widen(): void {
    const wider = new Float64Array(this.#ring.length * 2);
    const mask = this.#mask * 2 + 1;
    for (let index = this.first; index < this.next; index += 1) {
      wider[(index & mask) * 2] = this.timeOf(index);
      wider[(index & mask) * 2 + 1] = this.amountOf(index);
    }
    this.#ring = wider;
    this.#mask = mask;
  }
}
