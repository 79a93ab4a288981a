/** The stretch of time that the whole report is drawn over. */
export interface Scale {
  readonly fromMs: number;
  readonly lengthMs: number;
  /** Of an epoch ms, in percent from the left. */
  at(ms: number): number;
  /** Of a duration, in percent of the width. */
  width(ms: number): number;
  /** Round times to write at the axis, in ms from the start. */
  readonly ticks: readonly number[];
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400];
const MAX_TICKS = 8;

export function createScale(fromMs: number, toMs: number): Scale {
  const lengthMs = Math.max(1, toMs - fromMs);
  const stepMs = 1000 * (STEPS_S.find((step) => lengthMs / (step * 1000) <= MAX_TICKS) ?? 7 * 86_400);
  const clamp = (percent: number) => Math.min(100, Math.max(0, percent));
  return {
    fromMs,
    lengthMs,
    at: (ms) => clamp((100 * (ms - fromMs)) / lengthMs),
    width: (ms) => clamp((100 * ms) / lengthMs),
    ticks: Array.from({ length: Math.floor(lengthMs / stepMs) + 1 }, (_, index) => index * stepMs),
  };
}

/** Short enough for an attribute, fine enough for a wide screen. */
export function toPercent(value: number): string {
  return `${Number(value.toFixed(3))}%`;
}
