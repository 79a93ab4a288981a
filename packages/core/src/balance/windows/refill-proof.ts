import { ResetPhase } from './reset-phase.ts';
import type { WindowView } from './window.ts';

/** Times to a reset are often told in whole seconds, rounded up. */
const ROUNDED_MS = 1_000;

interface Seen extends WindowView {
  readonly leftAt: number;
  readonly now: number;
}

/**
 * Whether a vendor cannot be one whose windows start at fixed times, though answers of such a one may look by chance like those
 * of a bucket: its resets are no row of whole windows, or it had more left than before, and no reset lay between.
 */
export class RefillProof {
  isFound = false;
  readonly #windowMs: number;
  readonly #phase: ResetPhase;
  /** The answer with the least left, of those that may be of the window under way. */
  #least: Seen | undefined;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
    this.#phase = new ResetPhase(windowMs);
  }

  learn(view: WindowView, leftAt: number, now: number): void {
    if (this.isFound || view.resetMs <= 0) return;
    const seen = { ...view, leftAt, now };
    const least = this.#least !== undefined && this.#isSameWindow(this.#least, seen) ? this.#least : undefined;
    this.isFound = !this.#phase.learn(view, leftAt, now) || (least !== undefined && hasGrown(least, seen));
    if (least === undefined || view.remaining < least.remaining) this.#least = seen;
  }

  /** In fixed windows it would be: said after that one's began and before it ended, whenever each of them was said. */
  #isSameWindow(earlier: Seen, later: Seen): boolean {
    const endsAt = earlier.leftAt + earlier.resetMs - ROUNDED_MS;
    const beganAt = earlier.now + earlier.resetMs - this.#windowMs;
    return later.now < endsAt && later.leftAt >= beganAt;
  }
}

/** In one fixed window who has less time left was later, and later there is not more left. */
function hasGrown(least: Seen, seen: Seen): boolean {
  const isLater = seen.resetMs + roundingOf(least) + roundingOf(seen) < least.resetMs;
  return isLater && seen.remaining > least.remaining;
}

function roundingOf({ resetMs }: WindowView): number {
  return resetMs % ROUNDED_MS === 0 ? ROUNDED_MS : 1;
}
