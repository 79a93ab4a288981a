import type { PauseReason } from '../../ports/balancer.ts';
import { Ramp } from './ramp.ts';

export interface Pause {
  readonly reason: PauseReason;
  /** Epoch ms. */
  readonly until: number;
}

/** How long a pause is: what the vendor says or, where it says nothing, each in a row twice as long as the one before. */
export interface PauseLength {
  readonly ms?: number | undefined;
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Keeps a quota group or a model from being called for a while, and from being stormed after it. */
export class Hold {
  readonly #ramp = new Ramp();
  readonly #random: () => number;
  #reason: PauseReason = 'rate-limited';
  #until = Number.NEGATIVE_INFINITY;
  #inRow = 0;

  /** @param random 0 to 1: pauses that the vendor did not state differ, so that those who wait do not come back together */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** It never was, or a call got through since and there is no bound any more. */
  get isOver(): boolean {
    return this.#inRow === 0 && this.#ramp.isOver;
  }

  /** Epoch ms from which a call may go; infinite: when one of those under way has ended. */
  earliest(now: number, underWay: number): number {
    if (this.#until > now) return this.#until;
    return this.#ramp.allows(underWay) ? now : Number.POSITIVE_INFINITY;
  }

  pause(now: number): Pause | undefined {
    return this.#until > now ? { reason: this.#reason, until: this.#until } : undefined;
  }

  /** The latest end wins. `careful`: nobody knows what helps, so that one call goes first when it is over. */
  stop(reason: PauseReason, now: number, { ms, firstMs, mostMs }: PauseLength, careful: boolean): void {
    // Calls that were under way together fail together: that is one refusal, not several.
    if (this.#until <= now) this.#inRow += 1;
    const length = ms ?? Math.min(mostMs, firstMs * 2 ** (this.#inRow - 1)) * (0.75 + this.#random() / 2);
    if (now + length >= this.#until) this.#reason = reason;
    this.#until = Math.max(this.#until, now + length);
    if (careful) this.#ramp.start();
  }

  /** A call got through. A pause still lasts as long as the vendor said: the call may have left before. */
  onAnswer(now: number): void {
    if (this.#until > now) return;
    this.#inRow = 0;
    this.#ramp.onAnswer();
  }
}
