/** Answers of a route remembered, and how many it takes before one of them is late. */
const MEMORY = 128;
const FEW = 20;
/** Late is who takes so many times as long as 19 of 20 of the last answers did. */
const QUANTILE = 0.95;
const LATE = 1.5;

/** When a call is a straggler that may be sent a second time, and what is left to pay for it. Shared by all calls of a worker. */
export interface Hedging {
  /** How long a call of the route may take, in ms; missing while too little is known. */
  lateAfterMs(route: string): number | undefined;
  /** @returns whether so many US dollars were left for a second call: then they are taken, whatever becomes of it */
  spend(usd: number): boolean;
  /** The call that they were taken for never left. */
  giveBack(usd: number): void;
  /** @param usd missing where nobody knows the price */
  onAnswer(route: string, durationMs: number, usd: number | undefined): void;
}

/** @param maxExtraCost part of what answers cost that second calls may cost on top, at most */
export function createHedging(maxExtraCost: number): Hedging {
  const durations = new Map<string, number[]>();
  const counts = new Map<string, number>();
  let left = 0;

  return {
    lateAfterMs(route) {
      const known = durations.get(route);
      if (known === undefined || known.length < FEW) return undefined;
      const sorted = known.toSorted((a, b) => a - b);
      return LATE * sorted[Math.ceil(sorted.length * QUANTILE) - 1]!;
    },
    spend(usd) {
      if (usd > left) return false;
      left -= usd;
      return true;
    },
    giveBack(usd) {
      left += usd;
    },
    onAnswer(route, durationMs, usd = 0) {
      left += usd * maxExtraCost;
      const known = durations.get(route) ?? [];
      const count = counts.get(route) ?? 0;
      known[count % MEMORY] = durationMs;
      durations.set(route, known);
      counts.set(route, count + 1);
    },
  };
}
