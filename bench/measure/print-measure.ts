/** One line of a bench: what was measured, and whether it meets the aim. */
export interface Measure {
  readonly bench: string;
  readonly case: string;
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** As text, e.g. `<= 100`; left out where nothing is aimed at. */
  readonly aim?: string;
  /** Computed from `value`, never by hand. */
  readonly met?: boolean;
}

export function printMeasure(measure: Measure): void {
  const value = Number(measure.value.toPrecision(5));
  console.log(JSON.stringify({ ...measure, value }));
}

/** Prints a value that should be at most `bound`. */
export function printAtMost(measure: Omit<Measure, 'aim' | 'met'>, bound: number): void {
  printMeasure({ ...measure, aim: `<= ${bound}`, met: measure.value <= bound });
}

/** Prints a value that should be at least `bound`. */
export function printAtLeast(measure: Omit<Measure, 'aim' | 'met'>, bound: number): void {
  printMeasure({ ...measure, aim: `>= ${bound}`, met: measure.value >= bound });
}

/** Prints a value that should be from `least` to `most`. */
export function printWithin(measure: Omit<Measure, 'aim' | 'met'>, least: number, most: number): void {
  printMeasure({ ...measure, aim: `${least} to ${most}`, met: measure.value >= least && measure.value <= most });
}
