import type { Slice, Window } from './window.ts';

/** At most `limit` at once: what is taken counts until its call has ended, and nobody knows when that will be. */
export class ConcurrencyWindow implements Window {
  limit: number;
  #held = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.limit;
  }

  used(): number {
    return this.#held;
  }

  earliest(amount: number, now: number): number {
    return this.#held + amount <= this.limit ? now : Number.POSITIVE_INFINITY;
  }

  take({ amount }: Slice): void {
    this.#held += amount;
  }

  restamp(): void {}

  end({ amount }: Slice): void {
    this.#held -= amount;
  }
}
