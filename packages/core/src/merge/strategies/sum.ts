import { toNumbers } from './items.ts';
import type { Strategy } from './strategy.ts';

export const sum: Strategy = (results) => toNumbers(results).reduce((total, number) => total + number, 0);
