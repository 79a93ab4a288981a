/** Answers remembered per kind of call. */
const MEMORY = 128;
const QUANTILE = 0.9;
/** Before anything is known. */
const FIRST_GUESS = 1_000;
const FEW = 4;

/** How long an answer will be, by what the last ones of the same kind were: high enough for nine in ten. */
export interface OutputLength {
  expect(maxOutputTokens: number | undefined): number;
  learn(outputTokens: number): void;
}

export function createOutputLength(): OutputLength {
  const lengths: number[] = [];
  let next = 0;
  let quantile = FIRST_GUESS;
  return {
    expect: (maxOutputTokens = Number.POSITIVE_INFINITY) => Math.min(maxOutputTokens, quantile),
    learn(outputTokens) {
      lengths[next] = outputTokens;
      next = (next + 1) % MEMORY;
      // Of many, one more changes little.
      const every = lengths.length < FEW ? 1 : Math.max(FEW, lengths.length / 4);
      if (next % every < 1) quantile = quantileOf(lengths);
    },
  };
}

/** Of few values the greatest and some more: they say little yet. */
function quantileOf(lengths: readonly number[]): number {
  const sorted = lengths.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * QUANTILE) - 1)] ?? 0;
  return Math.ceil(sorted.length < FEW ? value * 1.5 : value);
}
