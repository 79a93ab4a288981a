/** A group of which no limit is known starts with this many calls at once. */
const FIRST = 16;

/**
 * How many calls at once are tried where nothing at all is known: every answer allows one more until the first refusal, which
 * halves it; from then on it takes as many answers as there are calls for one more (as TCP does).
 */
export class SoughtCalls {
  #atOnce = FIRST;
  #refusedAt = Number.NEGATIVE_INFINITY;

  get atOnce(): number {
    return Math.floor(this.#atOnce);
  }

  onAnswer(): void {
    this.#atOnce += Number.isFinite(this.#refusedAt) ? 1 / this.#atOnce : 1;
  }

  /** Calls that left together are refused together: that is one refusal, not several. */
  onRefusal(inFlight: number, leftAt: number, now: number): void {
    if (leftAt <= this.#refusedAt) return;
    this.#atOnce = Math.max(1, inFlight / 2);
    this.#refusedAt = now;
  }
}
