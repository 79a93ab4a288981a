import { BucketShape } from './bucket-shape.ts';
import { CautiousWindow, type VendorModel } from './cautious-window.ts';
import { ResetPhase } from './reset-phase.ts';
import { SlidingWindow } from './sliding-window.ts';
import { TokenBucket } from './token-bucket.ts';
import type { Window, WindowView } from './window.ts';

export interface BucketOptions {
  readonly windowMs: number;
  readonly guardMs: number;
  /** What it holds at most, where that is known to be less than the limit. */
  readonly burst: number | undefined;
  readonly isStated: boolean;
}

/** A token bucket where that or its size is stated, or once the vendor has shown it; a sliding window until then. */
export function createBucketWindow(limit: number, { windowMs, guardMs, burst, isStated }: BucketOptions): Window {
  const bucket = new TokenBucket(limit, windowMs, guardMs, burst);
  const isSure = isStated || burst !== undefined;
  return new CautiousWindow(new SlidingWindow(limit, windowMs, guardMs), new LearnedBucket(bucket, windowMs, isSure));
}

class LearnedBucket implements VendorModel {
  readonly window: TokenBucket;
  isSure: boolean;
  readonly #shape: BucketShape;
  readonly #phase: ResetPhase;
  /** By chance, answers of fixed windows look like those of a bucket: until one fits no fixed windows. */
  #mayBeFixed = true;

  constructor(window: TokenBucket, windowMs: number, isSure: boolean) {
    this.window = window;
    this.isSure = isSure;
    this.#shape = new BucketShape(windowMs);
    this.#phase = new ResetPhase(windowMs);
  }

  learn(view: WindowView, leftAt: number, now: number): boolean {
    const fits = this.#shape.learn(view);
    const { size, mayBeSmall } = this.#shape;
    this.#mayBeFixed &&= this.#phase.learn(view, leftAt, now);
    this.isSure = (size !== undefined && !this.#mayBeFixed) || (this.isSure && fits);
    // Part of the limit may be ours; then so is the same part of what comes at once.
    if (size !== undefined) this.window.burst = size * (this.window.limit / view.limit);
    return this.isSure || !mayBeSmall;
  }
}
