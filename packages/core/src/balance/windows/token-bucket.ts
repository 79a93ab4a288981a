import { Moments } from './moments.ts';
import type { Slice, Window } from './window.ts';

/** Sums of refills are not exact; a millionth of a token is none. */
const ROUNDING = 1e-6;

/**
 * Holds `burst` (default: the limit) and refills evenly by `limit` a window. Calls may be on their way for `guardMs`: one that
 * is late and the next that is not come closer together than they left, so what refills in that time is not counted on.
 *
 * What a call did not take is worth less the later it is known: had it never been taken, the bucket might have been full since,
 * and nothing added. So the moments of the last window are kept, and gone through again.
 */
export class TokenBucket implements Window {
  limit: number;
  /** How much it holds, where that is less than the limit. */
  burst: number | undefined;
  readonly #windowMs: number;
  readonly #guardMs: number;
  readonly #moments: Moments;
  /** Before the first moment that is kept. */
  #before = { used: 0, at: 0 };
  /** After the last one. */
  #after = { used: 0, at: 0 };

  constructor(limit: number, windowMs: number, guardMs: number, burst?: number) {
    this.limit = limit;
    this.burst = burst;
    this.#windowMs = windowMs;
    this.#guardMs = guardMs;
    this.#moments = new Moments(windowMs);
  }

  get size(): number {
    return Math.min(this.limit, this.burst ?? this.limit);
  }

  used(now: number, at = now): number {
    return Math.max(0, this.#after.used - this.#refilled(at - this.#after.at));
  }

  earliest(amount: number, now: number): number {
    const excess = this.used(now) + Math.min(amount, this.size) - this.size;
    return excess <= ROUNDING ? now : now + (excess * this.#windowMs) / this.limit;
  }

  take(slice: Slice, now: number): void {
    this.#forget(now);
    slice.at = now;
    slice.index = this.#moments.put(slice.amount, now);
    this.#add(this.#after, slice.amount, now);
  }

  restamp(slice: Slice, now: number): void {
    if (slice.at >= now) return;
    this.#correct(slice, -slice.amount, now);
    this.take(slice, now);
  }

  end(slice: Slice, amount: number, now: number): void {
    const more = amount - slice.amount;
    if (more > 0) this.take({ amount: more, at: now, index: 0 }, now);
    else if (more < 0) this.#correct(slice, more, now);
    slice.amount = amount;
  }

  #correct({ index, at }: Slice, by: number, now: number): void {
    if (index < this.#moments.first) {
      // Nobody knows any more what came since; at worst the bucket has been full all the time.
      const left = Math.max(0, -by - this.#refilled(now - at));
      this.#after.used = Math.max(0, this.#after.used - left);
      return;
    }
    this.#moments.change(index, by);
    this.#after = { ...this.#before };
    for (let each = this.#moments.first; each < this.#moments.next; each += 1) {
      this.#add(this.#after, this.#moments.amountOf(each), this.#moments.timeOf(each));
    }
  }

  #forget(now: number): void {
    const moments = this.#moments;
    while (moments.first < moments.next && moments.timeOf(moments.first) + this.#windowMs <= now) {
      this.#add(this.#before, moments.amountOf(moments.first), moments.timeOf(moments.first));
      moments.first += 1;
    }
  }

  #add(state: { used: number; at: number }, amount: number, at: number): void {
    state.used = Math.max(0, state.used - this.#refilled(at - state.at));
    state.at = Math.max(state.at, at);
    if (amount > 0) state.used = Math.max(state.used, this.#refilled(this.#guardMs)) + amount;
  }

  #refilled(ms: number): number {
    return (Math.max(0, ms) * this.limit) / this.#windowMs;
  }
}
