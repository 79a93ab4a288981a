import { CautiousWindow, type VendorModel } from './cautious-window.ts';
import { ResetPhase, type KnownReset } from './reset-phase.ts';
import { ResetWindow } from './reset-window.ts';
import { SlidingWindow } from './sliding-window.ts';
import { createSlice, type Window, type WindowView } from './window.ts';

/** Windows that start at fixed times of the vendor's, once it has said when; a sliding window until then. */
export function createFixedWindow(limit: number, windowMs: number, guardMs: number): Window {
  const sliding = new SlidingWindow(limit, windowMs, guardMs);
  return new CautiousWindow(sliding, new LearnedResets(sliding, windowMs, guardMs));
}

class LearnedResets implements VendorModel {
  window: ResetWindow;
  isSure = false;
  readonly #sliding: SlidingWindow;
  readonly #windowMs: number;
  readonly #guardMs: number;
  readonly #phase: ResetPhase;

  constructor(sliding: SlidingWindow, windowMs: number, guardMs: number) {
    this.#sliding = sliding;
    this.#windowMs = windowMs;
    this.#guardMs = guardMs;
    this.#phase = new ResetPhase(windowMs);
    this.window = this.#createFrom({ at: 0, marginMs: 0 });
  }

  learn(view: WindowView, leftAt: number, now: number): boolean {
    const fits = this.#phase.learn(view, leftAt, now);
    const { known } = this.#phase;
    if (this.isSure && fits) return true;
    this.isSure = known !== undefined;
    if (known === undefined) return true;
    this.window = this.#createFrom(known);
    // What was taken before may all count in the window that is under way.
    this.window.take(createSlice(this.#sliding.used(now)), now);
    return true;
  }

  #createFrom({ at: start, marginMs }: KnownReset): ResetWindow {
    const windowMs = this.#windowMs;
    return new ResetWindow(this.#sliding.limit, {
      toResetClock: (now) => now,
      next: (at) => start + (Math.floor((at - start) / windowMs) + 1) * windowMs,
      marginMs: marginMs + this.#guardMs,
    });
  }
}
