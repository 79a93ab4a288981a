import { createSlice, type Slice, type Window, type WindowView } from './window.ts';

/** How a vendor counts, where that allows more than a sliding window does. */
export interface VendorModel {
  readonly window: Window;
  /** Whether the vendor has shown that it counts like that. */
  readonly isSure: boolean;
  learn(view: WindowView, leftAt: number, now: number): boolean;
}

/**
 * Who keeps to a limit in every sliding window also keeps to it in windows that start at fixed times and in a bucket of that
 * size. So a vendor is taken to count like that until it is sure that its own way is another. Both are counted all the time.
 */
export class CautiousWindow implements Window {
  readonly #sliding: Window;
  readonly #model: VendorModel;

  constructor(sliding: Window, model: VendorModel) {
    this.#sliding = sliding;
    this.#model = model;
  }

  get limit(): number {
    return this.#sliding.limit;
  }

  set limit(limit: number) {
    this.#sliding.limit = limit;
    this.#model.window.limit = limit;
  }

  get size(): number {
    return this.#current().size;
  }

  used(now: number, at?: number): number {
    return this.#current().used(now, at);
  }

  earliest(amount: number, now: number): number {
    return this.#current().earliest(amount, now);
  }

  take(slice: Slice, now: number): void {
    this.#sliding.take(slice, now);
    slice.twin = createSlice(slice.amount);
    this.#model.window.take(slice.twin, now);
  }

  restamp(slice: Slice, now: number): void {
    this.#sliding.restamp(slice, now);
    this.#model.window.restamp(slice.twin!, now);
  }

  end(slice: Slice, amount: number, now: number): void {
    this.#sliding.end(slice, amount, now);
    this.#model.window.end(slice.twin!, amount, now);
  }

  learn(view: WindowView, leftAt: number, now: number): boolean {
    return this.#model.learn(view, leftAt, now);
  }

  #current(): Window {
    return this.#model.isSure ? this.#model.window : this.#sliding;
  }
}
