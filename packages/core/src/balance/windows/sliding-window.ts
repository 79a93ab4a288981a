import { Moments } from './moments.ts';
import type { Slice, Window } from './window.ts';

/** Sums of fractions are not exact; a millionth of a token is none. */
const ROUNDING = 1e-6;

/** At most `limit` in any stretch of `windowMs`. */
export class SlidingWindow implements Window {
  limit: number;
  readonly #countedMs: number;
  readonly #moments: Moments;
  #total = 0;

  constructor(limit: number, windowMs: number, guardMs: number) {
    this.limit = limit;
    this.#countedMs = windowMs + guardMs;
    this.#moments = new Moments(windowMs);
  }

  get size(): number {
    return this.limit;
  }

  used(now: number, at = now): number {
    this.#forget(now);
    let used = this.#total;
    if (at === now) return used;
    const { first, next } = this.#moments;
    for (let index = first; index < next && this.#endOf(index) <= at; index += 1) used -= this.#moments.amountOf(index);
    return used;
  }

  earliest(amount: number, now: number): number {
    this.#forget(now);
    let excess = this.#total + Math.min(amount, this.limit) - this.limit;
    if (excess <= ROUNDING) return now;
    const { first, next } = this.#moments;
    for (let index = first; index < next; index += 1) {
      excess -= this.#moments.amountOf(index);
      if (excess <= ROUNDING) return this.#endOf(index);
    }
    return now + this.#countedMs;
  }

  take(slice: Slice, now: number): void {
    slice.at = now;
    slice.index = this.#put(slice.amount, now);
  }

  restamp(slice: Slice, now: number): void {
    if (slice.at >= now) return;
    this.#giveBack(slice, slice.amount, now);
    this.take(slice, now);
  }

  end(slice: Slice, amount: number, now: number): void {
    if (amount > slice.amount) this.#put(amount - slice.amount, now);
    else if (amount < slice.amount) this.#giveBack(slice, slice.amount - amount, now);
    slice.amount = amount;
  }

  #endOf(index: number): number {
    return this.#moments.timeOf(index) + this.#countedMs;
  }

  #forget(now: number): void {
    const moments = this.#moments;
    while (moments.first < moments.next && this.#endOf(moments.first) <= now) {
      this.#total -= moments.amountOf(moments.first);
      moments.first += 1;
    }
    if (moments.first === moments.next) this.#total = 0;
  }

  #put(amount: number, now: number): number {
    this.#forget(now);
    this.#total += amount;
    return this.#moments.put(amount, now);
  }

  #giveBack({ index }: Slice, amount: number, now: number): void {
    this.#forget(now);
    if (index < this.#moments.first) return;
    this.#moments.change(index, -amount);
    this.#total -= amount;
  }
}
