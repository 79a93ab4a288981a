/** From so many calls at once on there is no bound any more. */
const WELL = 64;

/** Calls allowed at once after some trouble: one, and with every answer twice as many, so that recovery is no stampede. */
export class Ramp {
  #atOnce = Number.POSITIVE_INFINITY;

  /** There is no bound. */
  get isOver(): boolean {
    return this.#atOnce === Number.POSITIVE_INFINITY;
  }

  allows(underWay: number): boolean {
    return underWay < this.#atOnce;
  }

  start(): void {
    this.#atOnce = 1;
  }

  onAnswer(): void {
    this.#atOnce = this.#atOnce * 2 < WELL ? this.#atOnce * 2 : Number.POSITIVE_INFINITY;
  }
}
