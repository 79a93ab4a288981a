/** Expected of what nothing is known of, in ms a token: about what models of 2026 write. */
const MS_PER_TOKEN = 5;
const EXPECTED_OUTPUT_TOKENS = 1_000;
/** How much a new duration counts beside those before it. */
const WEIGHT = 0.2;
/** What changes by less changes no order that matters. */
const NOTABLE = 0.2;

/** How long tasks take, learned per route from those that were done. Runs share it: a later one knows from its start. */
export interface Durations {
  /** Grows when expectations have changed by so much that orders should be made anew. */
  readonly revision: number;
  learn(route: string, expectedTokens: number | null | undefined, durationMs: number): void;
  /** In ms. Of a route that nothing is known of: as the others. */
  expect(route: string | null, expectedTokens: number | null | undefined): number;
}

interface Rate {
  msPerToken: number;
  /** As it was when the revision last grew. */
  noted: number;
}

export function createDurations(): Durations {
  const rates = new Map<string, Rate>();
  const overall: Rate = { msPerToken: MS_PER_TOKEN, noted: MS_PER_TOKEN };
  let isAnyKnown = false;
  let revision = 0;

  function update(rate: Rate, msPerToken: number, weight: number): void {
    rate.msPerToken += weight * (msPerToken - rate.msPerToken);
    if (Math.abs(rate.msPerToken - rate.noted) <= NOTABLE * rate.noted) return;
    rate.noted = rate.msPerToken;
    revision += 1;
  }

  return {
    get revision() {
      return revision;
    },
    learn(route, expectedTokens, durationMs) {
      const msPerToken = durationMs / (expectedTokens ?? EXPECTED_OUTPUT_TOKENS);
      const known = rates.get(route);
      if (known === undefined) rates.set(route, { msPerToken, noted: msPerToken });
      else update(known, msPerToken, WEIGHT);
      if (known === undefined) revision += 1;
      update(overall, msPerToken, isAnyKnown ? WEIGHT : 1);
      isAnyKnown = true;
    },
    expect(route, expectedTokens) {
      const { msPerToken } = (route === null ? undefined : rates.get(route)) ?? overall;
      return msPerToken * (expectedTokens ?? EXPECTED_OUTPUT_TOKENS);
    },
  };
}
