import type { Strategy } from './strategy.ts';

/** The outputs as they are. */
export const json: Strategy = (results) => results.map(({ output }) => output);
