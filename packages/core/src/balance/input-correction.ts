/** Weight of the newest answer. */
const WEIGHT = 0.1;
/** Estimates run short now and then: reserve a little more than the average error asks for. */
const MARGIN = 1.05;
const FIRST = 1.15;
const LEAST = 0.5;
const MOST = 4;

/** How much longer prompts turn out than estimated, per model: tokenizers differ, and so do texts. */
export interface InputCorrection {
  expect(model: string, estimated: number): number;
  learn(model: string, estimated: number, real: number): void;
}

export function createInputCorrection(): InputCorrection {
  const ratios = new Map<string, number>();
  return {
    expect: (model, estimated) => Math.ceil(estimated * (ratios.get(model) ?? FIRST)),
    learn(model, estimated, real) {
      if (estimated <= 0 || real <= 0) return;
      const ratio = Math.min(MOST, Math.max(LEAST, (real / estimated) * MARGIN));
      const known = ratios.get(model) ?? ratio;
      // Too little is worse than too much: upwards at once, downwards slowly.
      ratios.set(model, ratio > known ? ratio : known + WEIGHT * (ratio - known));
    },
  };
}
