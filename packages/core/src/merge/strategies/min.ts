import { toNumbers } from './items.ts';
import type { Strategy } from './strategy.ts';

/** `null` when there is no number. */
export const min: Strategy = (results) =>
  toNumbers(results).reduce<number | null>((least, number) => Math.min(least ?? number, number), null);
