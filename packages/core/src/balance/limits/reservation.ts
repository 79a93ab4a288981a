import type { Charge, LimitName } from '../../domain/limits.ts';
import type { Slice, Window } from '../windows/window.ts';
import type { Dimension } from './dimension.ts';

interface Part extends Slice {
  readonly dimension: Dimension;
  /** The dimension may get another one while the call is under way. */
  readonly window: Window;
  /** What counted when the call left, less all that was ever taken. */
  readonly before: number;
}

/** What a call took in the end: this, all that was reserved since nobody knows better, or nothing that the vendor counted. */
export type Took = Charge | 'reserved' | 'nothing';

/** All dimensions of one call, taken together. */
export class Reservation {
  readonly charge: Charge;
  /** Epoch ms: since then it may count. */
  leftAt: number;
  /** Others of the group under way. */
  older: Reservation | undefined;
  younger: Reservation | undefined;
  #parts: readonly Part[];

  constructor(dimensions: readonly Dimension[], charge: Charge, now: number) {
    this.charge = charge;
    this.leftAt = now;
    this.#parts = dimensions.map((dimension) => takePart(dimension, charge, now));
  }

  /** Another dimension is counted from now on. */
  extend(dimension: Dimension, now: number): void {
    this.#parts = [...this.#parts, takePart(dimension, this.charge, now)];
  }

  /** The call has left only now. */
  restamp(now: number): void {
    this.leftAt = now;
    for (const part of this.#parts) part.window.restamp(part, now);
  }

  /** The call has ended. @returns whether there is more room now */
  end(took: Took, now: number): boolean {
    let hasRoom = false;
    for (const part of this.#parts) {
      const { dimension, window } = part;
      const amount = took === 'reserved' ? part.amount : took === 'nothing' ? 0 : dimension.of(took);
      if (dimension.name === 'maxConcurrent' || amount < part.amount) hasRoom = true;
      // The vendor never had it in its count.
      if (took === 'nothing') dimension.taken -= part.amount;
      window.end(part, amount, now);
    }
    return hasRoom;
  }

  /** At most this much of what we have taken can have been counted when the vendor answered. */
  countedAtMost(name: LimitName): number {
    for (const { dimension, before } of this.#parts) if (dimension.name === name) return before + dimension.taken;
    return Number.POSITIVE_INFINITY;
  }
}

function takePart(dimension: Dimension, charge: Charge, now: number): Part {
  const { window } = dimension;
  const before = window.used(now) - dimension.taken;
  const part = { dimension, window, before, amount: dimension.of(charge), at: 0, index: 0 };
  dimension.taken += part.amount;
  window.take(part, now);
  return part;
}
