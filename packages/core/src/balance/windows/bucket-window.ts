import { BucketShape } from './bucket-shape.ts';
import { CautiousWindow, type VendorModel } from './cautious-window.ts';
import { RefillProof } from './refill-proof.ts';
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
  readonly #proof: RefillProof;

  constructor(window: TokenBucket, windowMs: number, isSure: boolean) {
    this.window = window;
    this.isSure = isSure;
    this.#shape = new BucketShape(windowMs);
    this.#proof = new RefillProof(windowMs);
  }

  learn(view: WindowView, leftAt: number, now: number): boolean {
    const fits = this.#shape.learn(view);
    const { size, mayBeSmall } = this.#shape;
    this.#proof.learn(view, leftAt, now);
    this.isSure = (size !== undefined && this.#proof.isFound) || (this.isSure && fits);
    // Part of the limit may be ours; then so is the same part of what comes at once.
    if (size !== undefined) this.window.burst = size * (this.window.limit / view.limit);
    return this.isSure || !mayBeSmall;
  }
}
