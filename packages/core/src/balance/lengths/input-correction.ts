/** Weight of the newest answer. */
const WEIGHT = 0.1;
/** Of a shorter one for the longest: what turned out longest is not forgotten by ten that did not. */
const PEAK_WEIGHT = 0.01;
/** While few answers are known. */
const MARGIN = 1.05;
const FEW = 8;
/** Of how far the longest turn out beyond the average: the next one may be longer still. */
const SPREAD_SHARE = 0.2;
const FIRST = 1.15;
const LEAST = 0.5;
const MOST = 4;

/** How much longer prompts of one model turn out than estimated: tokenizers differ, and so do texts. */
export interface InputCorrection {
  expect(estimated: number): number;
  learn(estimated: number, real: number): void;
}

/** Real ÷ estimated. */
interface Ratios {
  readonly average: number;
  /** Up at once, down slowly: too little is worse than too much. */
  readonly peak: number;
  readonly answers: number;
}

export function createInputCorrection(): InputCorrection {
  let known: Ratios | undefined;
  return {
    expect(estimated) {
      // Rounded before it is rounded up, so that a ratio of exactly one adds no token.
      return Math.ceil(Math.round(estimated * (known === undefined ? FIRST : toRatio(known)) * 1_000) / 1_000);
    },
    learn(estimated, real) {
      if (estimated <= 0 || real <= 0) return;
      const ratio = Math.min(MOST, Math.max(LEAST, real / estimated));
      const { average, peak, answers } = known ?? { average: ratio, peak: ratio, answers: 0 };
      known = {
        average: average + WEIGHT * (ratio - average),
        peak: ratio > peak ? ratio : peak + PEAK_WEIGHT * (ratio - peak),
        answers: answers + 1,
      };
    },
  };
}

/** Where estimates are exact nothing is added, so that no room is left over in a window. */
function toRatio({ average, peak, answers }: Ratios): number {
  return answers < FEW ? peak * MARGIN : peak + SPREAD_SHARE * Math.max(0, peak - average);
}
