import { mostFrequent } from '../../run/same-value.ts';
import type { Strategy } from './strategy.ts';

/** The most frequent output, as it was first spelled; of several the earliest. `null` when nothing was voted for. */
export const vote: Strategy = (results) => mostFrequent(results.map(({ output }) => output));
