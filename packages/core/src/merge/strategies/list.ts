import { toItems } from './items.ts';
import type { Strategy } from './strategy.ts';

/** All values in order, those that are lists taken apart. */
export const list: Strategy = (results) => toItems(results).map(({ value }) => value);
