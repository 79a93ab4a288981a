/** Answers remembered per kind of call. */
const MEMORY = 128;
const QUANTILE = 0.9;
/** Before anything is known. */
const FIRST_GUESS = 1_000;
const FEW = 4;

/** How long answers will be, by what the last ones of the same kind were: high enough for nine in ten. */
export interface OutputLength {
  expect(kind: string, maxOutputTokens: number | undefined): number;
  learn(kind: string, outputTokens: number): void;
}

export function createOutputLength(): OutputLength {
  const seen = new Map<string, { lengths: number[]; next: number; quantile: number }>();
  return {
    expect(kind, maxOutputTokens = Number.POSITIVE_INFINITY) {
      const known = seen.get(kind);
      if (known === undefined) return Math.min(maxOutputTokens, FIRST_GUESS);
      return Math.min(maxOutputTokens, known.quantile);
    },
    learn(kind, outputTokens) {
      const known = seen.get(kind) ?? { lengths: [], next: 0, quantile: 0 };
      seen.set(kind, known);
      known.lengths[known.next] = outputTokens;
      known.next = (known.next + 1) % MEMORY;
      if (known.next % FEW === 0 || known.lengths.length < FEW) known.quantile = quantileOf(known.lengths);
    },
  };
}

/** Of few values the greatest and some more: they say little yet. */
function quantileOf(lengths: readonly number[]): number {
  const sorted = lengths.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * QUANTILE) - 1)] ?? 0;
  return Math.ceil(sorted.length < FEW ? value * 1.5 : value);
}
