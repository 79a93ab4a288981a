import { toItems } from './items.ts';
import type { Strategy } from './strategy.ts';

/** How many there are: items of lists, texts that are not empty, `true`s, numbers. */
export const count: Strategy = (results) =>
  toItems(results).filter(({ value }) => value !== false && value !== '').length;
