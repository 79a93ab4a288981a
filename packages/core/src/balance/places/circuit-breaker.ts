import { Ramp } from './ramp.ts';

/** Failures in a row, of server, network or time, that open a circuit. */
const THRESHOLD = 5;
const FIRST_OPEN_MS = 5_000;
const LONGEST_OPEN_MS = 2 * 60_000;

/** Per account and model. Open: nothing is tried. After a while one probe goes out; if it gets through, two, four… calls may follow. */
export class CircuitBreaker {
  /** Epoch ms. Missing: it is closed. */
  openUntil: number | undefined;
  readonly #ramp = new Ramp();
  #failures = 0;
  /** Times it was opened since the server was last well. */
  #opened = 0;
  #underWay = 0;

  /** Epoch ms from which a call may go; infinite while a probe is out. */
  earliest(now: number): number {
    if (this.openUntil !== undefined && now < this.openUntil) return this.openUntil;
    return this.#ramp.allows(this.#underWay) ? now : Number.POSITIVE_INFINITY;
  }

  onStart(): void {
    this.#underWay += 1;
  }

  onSuccess(now: number): void {
    this.#underWay -= 1;
    // The answer to a call that had left before it broke.
    if (this.openUntil !== undefined && now < this.openUntil) return;
    this.#failures = 0;
    this.openUntil = undefined;
    this.#ramp.onAnswer();
    if (this.#ramp.isOver) this.#opened = 0;
  }

  onFailure(now: number): void {
    this.#underWay -= 1;
    this.#failures += 1;
    if (this.openUntil !== undefined && now < this.openUntil) return;
    // Who has just been let out again has no five tries.
    if (this.#failures < THRESHOLD && this.#ramp.isOver) return;
    this.openUntil = now + Math.min(LONGEST_OPEN_MS, FIRST_OPEN_MS * 2 ** this.#opened);
    this.#opened += 1;
    this.#ramp.start();
  }

  /** The call ended and says nothing about the server. */
  onNeither(): void {
    this.#underWay -= 1;
  }
}
