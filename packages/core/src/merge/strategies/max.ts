import { toNumbers } from './items.ts';
import type { Strategy } from './strategy.ts';

/** `null` when there is no number. */
export const max: Strategy = (results) =>
  toNumbers(results).reduce<number | null>((most, number) => Math.max(most ?? number, number), null);
